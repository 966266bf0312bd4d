"""Scores and parts under many sets of weights are those of `score` under each."""

from typing import get_args

import numpy as np
import pandas as pd
import pytest
from tests.studies import tiny_panel

import resilmeter as rm
from resilmeter.errors import MethodError
from resilmeter.scoring import Scoring, parts_under, scores_under
from resilmeter.weighting import Weights

# A product of matrices sums in another order than a product with one vector.
ROUNDING = 1e-12


@pytest.fixture(scope="module")
def scaled(tmp_path_factory):
    return rm.normalize(tiny_panel(tmp_path_factory.mktemp("tiny")), interval=(0.1, 1.0))


@pytest.mark.parametrize("method", [m for m in get_args(Scoring) if m != "imported"])
@pytest.mark.parametrize("ideals", ["pooled", "per-period"])
def test_scores_and_parts_of_every_method(scaled, method, ideals):
    sets = np.random.default_rng(3).dirichlet(np.ones(4), 3)
    choices = rm.ScoreChoices(exponent=0.5, ideals=ideals)
    found = scores_under(scaled, sets, method=method, choices=choices)
    last = np.tile([False, False, True], 6)
    split = parts_under(scaled, sets, last, method=method, choices=choices)
    for place, own in enumerate(sets):
        table = pd.DataFrame({
            "indicator": list("abcd"), "dimension": ["Care", "Care", "Air", "Air"], "weight": own,
        })  # fmt: skip
        weights = Weights(table=table, method="given")
        scores = rm.score(scaled, weights, method=method, choices=choices)
        assert found[place] == pytest.approx(scores.index.to_numpy(), abs=ROUNDING)
        assert split[place] == pytest.approx(scores.parts.to_numpy()[last], abs=ROUNDING)
        assert split[place].sum(axis=1) == pytest.approx(found[place][last], abs=ROUNDING)


def test_scores_from_elsewhere_cannot_be_varied(scaled):
    with pytest.raises(MethodError):
        scores_under(scaled, np.full((1, 4), 0.25), method="imported", choices=rm.ScoreChoices())
