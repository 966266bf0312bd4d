"""The scores record: hand values, sums, ranks and fill rates."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import tiny_panel

import resilmeter as rm

INDICATORS = "code,dimension,direction\na,Care,higher\nb,Care,lower\nc,Air,higher\n"
PANEL = """city,year,region,a,b,c
Ahe,2009,N,0,10,5
Ahe,2010,N,4,5,10
Bohe,2009,N,2,0,0
Bohe,2010,N,4,5,10
Cohe,2009,N,1,10,10
Cohe,2010,N,0,10,0
"""
GIVEN = {"a": 2, "b": 1, "c": 1}


@pytest.fixture
def scores(tmp_path):
    scaled = rm.normalize(tiny_panel(tmp_path, panel=PANEL, indicators=INDICATORS))
    return rm.score(scaled, rm.weigh(scaled, method="given", choices=rm.Choices(given=GIVEN)))


def test_index_by_hand(scores):
    """Weights 1/2, 1/4, 1/4; scaled rows (0, 0, .5), (1, .5, 1), (.5, 1, 0), (1, .5, 1), ..."""
    assert scores.index.tolist() == [0.125, 0.875, 0.5, 0.875, 0.375, 0]
    assert scores.parts["Care"].tolist() == [0, 0.625, 0.5, 0.625, 0.125, 0]
    assert scores.parts["Air"].tolist() == [0.125, 0.25, 0, 0.25, 0.25, 0]
    assert scores.contributions.loc[("Bohe", 2009)].tolist() == [0.25, 0.25, 0]


def test_fill_is_the_share_of_what_can_be_reached(scores):
    assert scores.fill["Air"].tolist() == [0.5, 1, 0, 1, 1, 0]
    np.testing.assert_allclose(scores.fill["Care"], [0, 5 / 6, 2 / 3, 5 / 6, 1 / 6, 0], rtol=1e-15)


def test_ties_share_the_best_rank(scores):
    ranks = scores.ranks.unstack()
    assert ranks[2009].to_dict() == {"Ahe": 3, "Bohe": 1, "Cohe": 2}
    assert ranks[2010].to_dict() == {"Ahe": 1, "Bohe": 1, "Cohe": 3}


def test_parts_and_contributions_add_up(tmp_path):
    scaled = rm.normalize(tiny_panel(tmp_path))
    found = rm.score(scaled, rm.weigh(scaled))
    np.testing.assert_allclose(found.parts.sum(axis=1), found.index, rtol=0, atol=1e-15)
    np.testing.assert_allclose(found.contributions.sum(axis=1), found.index, rtol=0, atol=1e-15)
    assert found.index.between(0, 1).all()


def test_order_of_dimensions_is_that_of_the_table(scores):
    assert list(scores.parts.columns) == ["Care", "Air"]
    assert list(scores.contributions.columns) == ["a", "b", "c"]


def test_repr_says_from_where_to_where(scores):
    assert repr(scores) == (
        "<Scores: weighted-sum of 6 unit-periods; mean index 0.3333 (2009) to 0.5833 (2010)>"
    )


def test_unknown_method_is_refused(scores):
    with pytest.raises(rm.StudyError, match=r"score.method: 'median' is not known. Allowed"):
        rm.score(scores.scaled, scores.weights, method="median")
