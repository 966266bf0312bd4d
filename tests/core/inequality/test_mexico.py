"""Income per head of Mexico's 32 states, 1940 to 2000, in Hanson's regions: libpysal's example.

The table comes with the package libpysal; the numbers are compared with loops over pairs of states.
"""

from contextlib import closing

import numpy as np
import pytest
from tests.core.inequality.loops import ROUNDING, dagum_by_loops

from resilmeter.core.inequality import dagum, draw_cities, gini, null_shares, permutation_test

YEARS = range(1940, 2010, 10)


@pytest.fixture(scope="module")
def states():
    libpysal = pytest.importorskip("libpysal", reason="needs libpysal, which brings the table")
    with closing(libpysal.io.open(libpysal.examples.get_path("mexicojoin.dbf"))) as table:
        values = np.array([table.by_col[f"PCGDP{year}"] for year in YEARS]).T
        regions = np.unique(table.by_col["HANSON98"], return_inverse=True)[1]
    return values, regions


def test_the_table_is_the_one_known(states):
    values, regions = states
    assert values.shape == (32, 7)
    assert regions.max() + 1 == 5


@pytest.mark.parametrize("decade", range(7))
def test_dagum_of_every_decade_agrees_with_the_loops(states, decade):
    values, regions = states[0][:, decade], states[1]
    found = dagum(values, regions)
    expected = dagum_by_loops(values, regions, 5, np.ones(32))
    assert found.within == pytest.approx(expected["within"], abs=ROUNDING)
    assert found.net_between == pytest.approx(expected["net"], abs=ROUNDING)
    assert found.transvariation == pytest.approx(expected["overlap"], abs=ROUNDING)
    assert found.pairs == pytest.approx(expected["pairs"], abs=ROUNDING)
    assert found.affluence == pytest.approx(expected["affluence"], abs=ROUNDING)
    gaps = sum(abs(int(a) - int(b)) for a in values for b in values)
    assert gini(values) == pytest.approx(gaps / (2 * 32 * int(values.sum())), abs=ROUNDING)


def test_regions_say_most_in_the_middle_of_the_century(states):
    values, regions = states
    null = np.trace(null_shares(np.bincount(regions)))
    found = [dagum(values[:, t], regions) for t in range(7)]
    assert all(f.within / f.gini < null for f in found)
    tests = [permutation_test(values[:, [t]], regions, seed=1) for t in range(7)]
    # 1960 and 1970 stand out; in 1940 the regional means could well be those of random regions
    p = [test.net_between for test in tests]
    assert max(p[2:4]) < 0.01 < 0.2 < min(p[:2])


def test_draws_of_states_keep_their_trajectories(states):
    values, regions = states
    found = draw_cities(values[:, :, None], regions, draws=50, seed=1)
    assert found.cells[:, 0, 0, 0] == pytest.approx(
        [dagum(values[:, t], regions).contributions[0] for t in range(7)], abs=ROUNDING
    )
