"""The ASEM index varied as the sensitivity vignette of COINr varies it.

Factors of the vignette: most points to winsorise (1 to 5), min-max from 1 to 100 or z-scores with
mean 10 and deviation 2, one of 100 sets of noisy weights (each weight of the two upper levels off
by up to 25 %), arithmetic or geometric means at all levels. It draws 100 variants for the ranks and
a base sample of 100 for the indices, so its figures carry that much Monte Carlo error; its draws
are not published. The z-scores of the vignette have a mean that our key does not set, so the
kernels are called with them.
"""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

import resilmeter as rm
from resilmeter.analyze.sensitivity import sobol_indices, sobol_points
from resilmeter.core.robustness import nested_variants, rank_intervals, rank_rows
from resilmeter.framework import Framework, Indicator

DRAWS, SAMPLES, BASE = 100, 20_000, 4096
FACTORS = ("Winmax", "Normalisation", "Weights", "Aggregation")
# The vignette draws 100 variants with 100 sets of weights: two sources of error of the same size.
EFFECTIVE = 50


@pytest.fixture(scope="module")
def index(shared, tmp_path_factory):
    """The framework and the imputed panel of one year."""
    meta = pd.read_csv(shared("data/asem/asem_iMeta.csv"))
    parent = meta.dropna(subset=["iCode"]).set_index("iCode")["Parent"]
    own = meta[meta["Type"] == "Indicator"]
    framework = Framework(tuple(
        Indicator(code=row.iCode, dimension=row.Parent, sub_index=parent[row.Parent],
                  direction="higher" if row.Direction > 0 else "lower")
        for row in own.itertuples()
    ))  # fmt: skip
    data = pd.read_csv(shared("data/asem/coin_Imputed.csv"), index_col=0)
    file = tmp_path_factory.mktemp("asem") / "asem.csv"
    data.assign(year=2018).to_csv(file)
    return rm.read_panel(file, framework, unit="uCode", period="year")


def matrices(panel):
    """The scaled values by points to winsorise and normalisation."""
    out = {}
    for most in range(1, 6):
        treated = rm.treat(panel, method="jrc", most=most)
        out[most, 0] = rm.normalize(treated, interval=(1, 100)).values.to_numpy()
        z = rm.normalize(treated, method="z-score").values.to_numpy()
        # R divides by n - 1.
        out[most, 1] = 10 + 2 * z * np.sqrt((len(z) - 1) / len(z))
    return out


def weights(framework, rng, draws):
    """Equal weights within each parent, those of the two upper levels off by up to 25 %."""
    pillars, tops = framework.dimension_codes, framework.sub_index_codes
    sets = []
    for _ in range(draws):
        at_pillar = 1 + 0.25 * rng.uniform(-1, 1, tops.size)
        at_top = 1 + 0.25 * rng.uniform(-1, 1, tops.max() + 1)
        share = at_pillar / np.bincount(tops, at_pillar)[tops] * (at_top / at_top.sum())[tops]
        sets.append((share / np.bincount(pillars))[pillars])
    return np.array(sets)


@pytest.fixture(scope="module")
def scores(index):
    """Scores of every combination: points x normalisation x weights x mean."""
    rng, framework = np.random.default_rng(7), index.framework
    sets, values = weights(framework, rng, DRAWS), matrices(index)
    parents = (framework.dimension_codes, framework.sub_index_codes)
    out = np.empty((5, 2, DRAWS, 2, len(index.units)))
    for most, how, mean in product(range(5), range(2), range(2)):
        x = values[most + 1, how]
        out[most, how, :, mean] = nested_variants(x, sets, parents, [[1, 0][mean]] * 3)
    return out


def nominal(shared, index):
    table = pd.read_csv(shared("data/asem/coin_results_aggs.csv")).set_index("uCode")["Rank"]
    return table.loc[list(index.units)].to_numpy()


def chosen(scores, points):
    """Ranks of the variants at points of the unit cube."""
    sizes = np.array(scores.shape[:-1])
    places = np.minimum((points * sizes).astype(int), sizes - 1)
    return rank_rows(scores[tuple(places.T)])


def test_rank_statistics_are_those_of_the_vignette(scores, index, shared):
    table = pd.read_csv(shared("data/asem/vignette_UA_rankstats.csv")).set_index("uCode")
    table = table.loc[list(index.units)]
    ranks = chosen(scores, np.random.default_rng(1).random((SAMPLES, 4)))
    found = rank_intervals(ranks)
    assert table["Nominal"].to_list() == nominal(shared, index).tolist()
    # Four standard errors: of 51 means, one lies beyond by chance in 300 vignettes.
    error = 4 * ranks.std(axis=0) / np.sqrt(EFFECTIVE)
    assert (np.abs(found.mean - table["Mean"]) <= error).all()
    for name, q in (("Q5", 0.05), ("Median", 0.5), ("Q95", 0.95)):
        # A quantile of n draws lies where the share below it follows a beta distribution.
        place = q * (EFFECTIVE - 1) + 1
        ends = beta.ppf([1e-4, 1 - 1e-4], place, EFFECTIVE + 1 - place)
        low, high = np.quantile(ranks, ends, axis=0)
        assert ((table[name] >= low) & (table[name] <= high)).all(), name


def test_sensitivity_indices_are_those_of_the_vignette(scores, index, shared):
    pytest.importorskip("SALib")
    table = pd.read_csv(shared("data/asem/vignette_SA_sensitivity.csv")).set_index("Variable")
    ranks = chosen(scores, sobol_points(4, BASE, 1))
    shift = np.abs(ranks - nominal(shared, index)).mean(axis=1)
    found = sobol_indices({("mean-shift", ""): shift}, FACTORS, 1).set_index("factor")
    # Its intervals of 90 % from the bootstrap are its own statement of its error.
    for ours, theirs in (("first", "Si"), ("total", "STi")):
        for factor in FACTORS:
            value = found.loc[factor, ours]
            low, high = table.loc[factor, [f"{theirs}_q5", f"{theirs}_q95"]]
            assert low <= value <= high, (factor, ours)
    assert found["total"].idxmax() == table["STi"].idxmax() == "Aggregation"
