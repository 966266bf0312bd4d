"""The weights record: hand values, and the diagnostics recomputed by another route."""

from __future__ import annotations

import numpy as np
import pytest
from tests.studies import INDICATORS, tiny_panel

import resilmeter as rm
from resilmeter.weighting import WEIGHTINGS

COLUMNS = [
    "indicator", "dimension", "weight", "dimension_weight", "std", "conflict", "entropy",
    "zero_share", "skewness", "weight_without_extreme", "extreme_unit", "extreme_period",
]  # fmt: skip
SQUARE = "city,year,region,a,b\nAhe,2009,N,0,0\nAhe,2010,N,1,1\nBohe,2009,N,0,1\nBohe,2010,N,1,0\n"
TWO = "code,dimension,direction\na,Care,higher\nb,Air,higher\n"


def given(**weights):
    return rm.Choices(given=weights)


@pytest.fixture
def scaled(tmp_path):
    return rm.normalize(tiny_panel(tmp_path))


def scaled_of(folder, panel, indicators=TWO):
    return rm.normalize(tiny_panel(folder, panel=panel, indicators=indicators))


def slow_critic(x):
    """CRITIC from its formula, one pair of columns at a time."""
    columns = x.T
    information = []
    for a in columns:
        conflict = 0.0
        for b in columns:
            da, db = a - a.mean(), b - b.mean()
            conflict += 1 - (da * db).sum() / np.sqrt((da**2).sum() * (db**2).sum())
        information.append(np.sqrt(((a - a.mean()) ** 2).mean()) * conflict)
    return np.array(information) / sum(information)


def slow_entropy(x):
    """Entropy weights from their formula, one cell at a time."""
    divergence = []
    for column in x.T:
        p = column / column.sum()
        divergence.append(1 + sum(v * np.log(v) for v in p if v > 0) / np.log(len(p)))
    return np.array(divergence) / sum(divergence)


SLOW = {
    "critic": slow_critic, "entropy": slow_entropy,
    "equal": lambda x: np.full(x.shape[1], 1 / x.shape[1]),
}  # fmt: skip


def test_uncorrelated_columns_of_equal_spread_weigh_the_same(tmp_path):
    weights = rm.weigh(scaled_of(tmp_path, SQUARE))
    assert weights.values.tolist() == [0.5, 0.5]
    row = weights.table.iloc[0]
    assert (row["std"], row["conflict"], row["zero_share"], row["skewness"]) == (0.5, 1, 0.5, 0)
    # p = (1/2, 1/2) on two of four rows: e = ln 2 / ln 4.
    assert row["entropy"] == pytest.approx(0.5, rel=1e-15)


@pytest.mark.parametrize("method", SLOW)
def test_values_follow_the_formula(scaled, method):
    weights = rm.weigh(scaled, method=method)
    np.testing.assert_allclose(
        weights.values, SLOW[method](scaled.values.to_numpy()), rtol=1e-12, atol=0
    )
    assert weights.method == method


def test_given_weights_are_rescaled_in_the_order_of_the_framework(scaled):
    weights = rm.weigh(
        scaled, method="given", choices=rm.Choices(given={"d": 1, "a": 4, "b": 2, "c": 1})
    )
    assert weights.values.tolist() == [0.5, 0.25, 0.125, 0.125]
    assert weights.by_dimension.to_dict() == {"Care": 0.75, "Air": 0.25}
    assert weights.table["weight_without_extreme"].tolist() == [0.5, 0.25, 0.125, 0.125]


@pytest.mark.parametrize("method", sorted(set(WEIGHTINGS) - {"given", "ahp", "pca-first"}))
def test_table_has_one_row_an_indicator(scaled, method):
    table = rm.weigh(scaled, method=method).table
    assert list(table.columns) == COLUMNS
    assert table["indicator"].tolist() == ["a", "b", "c", "d"]
    assert table["weight"].sum() == pytest.approx(1, rel=1e-15)
    assert table.drop_duplicates("dimension")["dimension_weight"].sum() == pytest.approx(1)
    assert table["dimension_weight"].tolist()[:2] == [table["weight"][:2].sum()] * 2


def test_diagnostics_are_those_of_the_scaled_values(scaled):
    x, table = scaled.values.to_numpy(), rm.weigh(scaled, method="equal").table
    np.testing.assert_allclose(table["std"], x.std(axis=0), rtol=1e-14)
    np.testing.assert_allclose(table["conflict"], (1 - np.corrcoef(x.T)).sum(axis=1), rtol=1e-12)
    np.testing.assert_allclose(
        table["skewness"],
        [np.mean((c - c.mean()) ** 3) / np.mean((c - c.mean()) ** 2) ** 1.5 for c in x.T],
        rtol=1e-12,
    )
    assert table["zero_share"].tolist() == [1 / 18] * 4


@pytest.mark.parametrize("method", SLOW)
@pytest.mark.parametrize("scope", ["pooled", "fixed"])
def test_weight_without_the_extreme_is_that_of_the_study_without_it(tmp_path, method, scope):
    """Leave the row out of the raw data and scale again: another way to the same number."""
    panel = tiny_panel(tmp_path)
    posts = panel.values.agg(["min", "max"]).T.set_axis(["low", "high"], axis=1)
    posts = posts.rename_axis("indicator").reset_index()
    how = {"scope": "fixed", "goalposts": posts} if scope == "fixed" else {}
    scaled = rm.normalize(panel, **how)
    table = rm.weigh(scaled, method=method).table.set_index("indicator")
    for place, (code, row) in enumerate(table.iterrows()):
        column = scaled.values[code]
        far = (column - column.median()).abs()
        cell = (row["extreme_unit"], row["extreme_period"])
        assert far[cell] == far.max()
        raw = panel.values.drop(cell)
        ends = raw if scope == "pooled" else panel.values
        x = (raw - ends.min()) / (ends.max() - ends.min())
        x["c"] = 1 - x["c"]
        expected = SLOW[method](x.to_numpy())[place]
        assert row["weight_without_extreme"] == pytest.approx(expected, rel=1e-10)


def test_weight_without_the_extreme_is_blank_where_too_little_is_left(tmp_path):
    """b differs in one row only: without it CRITIC is not defined."""
    text = SQUARE.replace("1,1", "1,5").replace("0,1", "0,0")
    table = rm.weigh(scaled_of(tmp_path, text)).table
    assert np.isnan(table["weight_without_extreme"][1])
    assert (table["extreme_unit"][1], table["extreme_period"][1]) == ("Ahe", 2010)


def test_single_indicator_has_no_conflict_and_all_the_weight(tmp_path):
    one = "\n".join(INDICATORS.splitlines()[:2])
    scaled = rm.normalize(tiny_panel(tmp_path, indicators=one))
    weights = rm.weigh(scaled, method="equal")
    assert weights.values.tolist() == [1]
    assert np.isnan(weights.table["conflict"][0])
    with pytest.raises(rm.MethodError, match=r"only a. Add indicators, or set weigh.method"):
        rm.weigh(scaled, method="critic")


def test_values_below_zero_have_no_entropy(tmp_path):
    scaled = rm.normalize(
        tiny_panel(tmp_path), scope="base-period", base_period=2010, outside="keep"
    )
    assert rm.weigh(scaled, method="equal").table["entropy"].isna().all()
    with pytest.raises(rm.MethodError, match="negative values, for which entropy is not defined"):
        rm.weigh(scaled, method="entropy")


def test_unknown_method_is_refused(scaled):
    with pytest.raises(rm.StudyError, match=r"weigh.method: 'shang' is not known. Allowed: cr"):
        rm.weigh(scaled, method="shang")


@pytest.mark.parametrize("given", [{}, {"a": 1}, {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}])
def test_given_weights_must_name_the_indicators(scaled, given):
    with pytest.raises(rm.StudyError, match=r"weigh.given: (there is no weight|e is not)"):
        rm.weigh(scaled, method="given", choices=rm.Choices(given=given))


def test_every_lacking_weight_is_named(scaled):
    with pytest.raises(rm.StudyError) as caught:
        rm.weigh(scaled, method="given", choices=rm.Choices(given={"a": 1, "x": 2}))
    assert [p.values["indicator"] for p in caught.value.problems] == ["b", "c", "d", "x"]


def test_repr_names_the_largest(scaled):
    weights = rm.weigh(
        scaled, method="given", choices=rm.Choices(given={"a": 5, "b": 1, "c": 3, "d": 1})
    )
    assert repr(weights) == ("<Weights: given, 4 indicators; largest a 0.5000, c 0.3000, b 0.1000>")
