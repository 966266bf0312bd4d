"""Outcomes and drivers by hand, and the classic 185 villages through the public verbs."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="session")
def villages(shared: Callable[[str], Path]) -> tuple[pd.Series, pd.DataFrame]:
    """Give incidence and the three categorical drivers of the 185 villages."""
    table = pd.read_csv(shared("oracles/geodetector_ntd_185.csv"))
    incidence = table.pop("incidence")
    return incidence, table.astype("category")


@pytest.fixture(scope="session")
def towns() -> tuple[pd.Series, pd.DataFrame]:
    """Give a panel of 40 towns in 3 years: rain drives the outcome, dust means nothing."""
    random = np.random.default_rng(7)
    index = pd.MultiIndex.from_product(
        [[f"town {i:02d}" for i in range(40)], [2000, 2005, 2010]], names=["unit", "period"]
    )
    town = np.repeat(random.normal(size=(40, 2)), 3, axis=0)
    year = np.tile([0.0, 1.0, 2.0], 40)
    rain = town[:, 0] + 0.1 * random.normal(size=120)
    y = rain + 0.4 * town[:, 1] + year + 0.1 * random.normal(size=120)
    dust = np.repeat(random.normal(size=40), 3)
    coast = np.where(np.repeat(np.arange(40) % 2, 3) == 0, "coast", "inland")
    drivers = pd.DataFrame({"rain": rain, "dust": dust, "coast": coast}, index=index)
    return pd.Series(y, index), drivers
