"""Cronbach's alpha of the ASEM index as COINr computes it.

The data lie outside the project (see the README of ../shared/data) and are only read.
"""

import pandas as pd
import pytest

from resilmeter.core.reliability import cronbach_alpha

# COINr's values are written with 15 significant digits; sums over 51 rows stay far below this.
EXACT = 1e-9

DIMENSIONS = {
    "ConEcFin": 5, "Instit": 6, "P2P": 8, "Physical": 8, "Political": 3, "Environ": 5,
    "Social": 9, "SusEcFin": 5, "ALL": 49,
}  # fmt: skip


@pytest.mark.parametrize(("name", "size"), DIMENSIONS.items())
def test_alpha_is_that_of_coinr(shared, name, size):
    scaled = pd.read_csv(shared("data/asem/coin_Normalised.csv"), index_col="uCode")
    about = pd.read_csv(shared("data/asem/asem_iMeta.csv"))
    expected = pd.read_csv(shared("data/asem/coin_cronbach_alpha.csv"), index_col="group")["alpha"]
    assert set(expected.index) == set(DIMENSIONS)
    own = about["Type"].eq("Indicator") & (about["Parent"].eq(name) | (name == "ALL"))
    codes = about.loc[own, "iCode"].tolist()
    assert len(codes) == size
    assert cronbach_alpha(scaled[codes]) == pytest.approx(expected[name], abs=EXACT)
