"""Read the tables typed from the papers."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest


@pytest.fixture(scope="session")
def table() -> Callable[[str], pd.DataFrame]:
    """Give a table of this folder by its name without ".csv"."""

    def read(name: str) -> pd.DataFrame:
        return pd.read_csv(Path(__file__).with_name(f"{name}.csv"), keep_default_na=False)

    return read
