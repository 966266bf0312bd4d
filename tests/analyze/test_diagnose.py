"""Diagnostics: hand cases, edges that must answer, and what is doubted."""

import re

import numpy as np
import pandas as pd
import pytest

import resilmeter as rm
from resilmeter.core.importance import correlation_ratios
from resilmeter.core.reliability import cronbach_alpha
from resilmeter.errors import doubt

# Sums and quotients of some hundred numbers of size 1 in double precision.
ROUNDING = 1e-12

# Five towns: a and b agree, c runs against them; d, in a dimension of its own, is a again.
A, B, C = [0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 0.5, 0.25, 1.0, 0.75], [1.0, 0.2, 0.9, 0.5, 0.0]
WEIGHTS = [0.4, 0.3, 0.2, 0.1]


@pytest.fixture
def towns(score_by_hand):
    """Score the five towns with other weights or another scope."""

    def score(weights=WEIGHTS, **options):
        rows = {f"T{i}": [[A[i], B[i], C[i], A[i]]] for i in range(5)}
        dimensions = ["D1", "D1", "D1", "D2"]
        return score_by_hand(rows, dimensions=dimensions, weights=weights, **options)

    return score


@pytest.fixture(scope="module")
def real():
    """Score the example of 277 cities, 15 years and 12 indicators."""
    scaled = rm.normalize(rm.interpolate(rm.example("seed-001"), max_gap=3))
    return rm.score(scaled, rm.weigh(scaled))


def r(x, y):
    return np.corrcoef(x, y)[0, 1]


def keys(diagnosis):
    return [found.key for found in diagnosis.doubts]


def test_indicators_of_the_towns(towns):
    scores = towns()
    table = rm.diagnose(scores).indicators.set_index("indicator")
    y = scores.index.to_numpy()
    assert table["weight"].tolist() == WEIGHTS
    ratio = correlation_ratios(np.column_stack([A, B, C, A]), y)
    assert table["correlation_ratio"].to_numpy() == pytest.approx(ratio, abs=ROUNDING)
    assert table["importance"].to_numpy() == pytest.approx(ratio / ratio.sum(), abs=ROUNDING)
    with_index = [r(column, y) for column in (A, B, C, A)]
    assert table["index_correlation"].to_numpy() == pytest.approx(with_index, abs=ROUNDING)
    assert table["index_r2"].to_numpy() == pytest.approx(np.square(with_index), abs=ROUNDING)
    rest = [r(A, np.add(B, C)), r(B, np.add(A, C)), r(C, np.add(A, B))]
    assert table["item_rest"][:3].to_numpy() == pytest.approx(rest, abs=ROUNDING)
    assert table["contested"].tolist() == [False, False, True, False]
    assert table["same"].tolist() == [1, 0, 0, 1]
    assert table["opposed"].tolist() == [1, 1, 2, 0]
    assert np.isinf(table["vif"]).tolist() == [True, False, False, True]
    assert table["floor"].tolist() == table["ceiling"].tolist() == [1, 1, 1, 1]
    assert table["fill"].to_numpy() == pytest.approx([0.5, 0.5, 0.52, 0.5], abs=ROUNDING)
    assert table["note"].tolist() == ["", "", "", "n/a: no other indicator in the dimension"]
    assert np.isnan(table["item_rest"]["x4"])


def test_pairs_of_the_towns(towns):
    table = rm.diagnose(towns()).correlations.set_index(["indicator_a", "indicator_b"])
    assert len(table) == 6
    assert table.loc[("x1", "x2"), "pearson"] == pytest.approx(0.8, abs=ROUNDING)
    # ranks 1 2 3 4 5 against 1 3 2 5 4: 1 - 6 x 4 / (5 x 24)
    assert table.loc[("x1", "x2"), "spearman"] == pytest.approx(0.8, abs=ROUNDING)
    assert table.loc[("x1", "x3"), "pearson"] == pytest.approx(r(A, C), abs=ROUNDING)
    assert table.index[table["double_counting"]].tolist() == [("x1", "x4")]
    # x3 and x4 oppose each other too, but in two dimensions
    assert table.index[table["opposed"]].tolist() == [("x1", "x3"), ("x2", "x3")]
    assert table.index[table["same_dimension"]].tolist() == [
        ("x1", "x2"), ("x1", "x3"), ("x2", "x3"),
    ]  # fmt: skip


def test_dimensions_of_the_towns(towns):
    table = rm.diagnose(towns()).dimensions.set_index("dimension")
    assert table.index.tolist() == ["D1", "D2", ""]
    assert table["indicators"].tolist() == [3, 1, 4]
    assert table["weight"].to_numpy() == pytest.approx([0.9, 0.1, 1], abs=ROUNDING)
    three = np.column_stack([A, B, C])
    assert table["alpha"]["D1"] == pytest.approx(cronbach_alpha(three), abs=ROUNDING)
    assert table["alpha"]["D1"] < 0
    largest = np.linalg.eigvalsh(np.corrcoef(three.T)).max() / 3
    assert table["first_component"]["D1"] == pytest.approx(largest, abs=ROUNDING)
    assert 0 < table["kmo"]["D1"] < 1
    assert 0 < table["bartlett_p"]["D1"] < 1
    blank = ["alpha", "first_component", "kmo", "bartlett_p"]
    assert table.loc["D2", blank].isna().all()
    assert table["note"]["D2"] == "n/a: a dimension of one indicator has nothing to agree with"
    assert "KMO" in table["note"][""]


def test_loadings_are_the_components_of_each_dimension(towns):
    table = rm.diagnose(towns()).loadings
    assert set(table["dimension"]) == {"D1"}
    wide = table.pivot_table(index="indicator", columns="component", values="loading").to_numpy()
    assert wide.T @ wide == pytest.approx(np.eye(3), abs=ROUNDING)
    assert table.groupby("component")["explained"].first().sum() == pytest.approx(1, abs=ROUNDING)
    # squared correlations with all components add up to 1, and over indicators to the eigenvalue
    squares = table["correlation"] ** 2
    assert squares.groupby(table["indicator"]).sum().to_numpy() == pytest.approx(1, abs=ROUNDING)
    by_component = squares.groupby(table["component"]).sum().to_numpy()
    explained = table.groupby("component")["explained"].first().to_numpy()
    assert by_component == pytest.approx(3 * explained, abs=ROUNDING)


def test_the_twin_has_equal_weights_and_its_own_ranks(three_towns):
    """In 2004 Ash, Bay, Cor have .5, .75, .25, and with equal weights 2/3, 2/3, 1/6."""
    diagnosis = rm.diagnose(three_towns)
    twin = diagnosis.twin[diagnosis.twin["period"] == 2004].set_index("unit")
    assert twin["twin_index"].to_numpy() == pytest.approx([2 / 3, 2 / 3, 1 / 6], abs=ROUNDING)
    assert twin["rank"].tolist() == [2, 1, 3]
    assert twin["twin_rank"].tolist() == [1, 1, 3]
    assert twin["shift"].tolist() == [-1, 0, 0]
    row = diagnosis.twin_periods.set_index("period").loc[2004]
    assert row["rank_correlation"] == pytest.approx(r([2, 1, 3], [1.5, 1.5, 3]), abs=ROUNDING)
    assert (row["largest_shift"], row["unit"], row["note"]) == (1, "Ash", "")


def test_the_twin_of_equal_weights_is_the_index(towns):
    diagnosis = rm.diagnose(towns(weights=[0.25] * 4))
    assert (diagnosis.twin["shift"] == 0).all()
    assert diagnosis.twin_periods["rank_correlation"].tolist() == pytest.approx([1], abs=ROUNDING)
    assert diagnosis.twin_periods["unit"].tolist() == [""]


def test_flips_turn_the_contested_direction(towns):
    scores = towns()
    flips = rm.diagnose(scores).flips
    assert flips["indicator"].tolist() == ["x3"]
    turned = np.column_stack([A, B, np.subtract(1, C), A]) @ WEIGHTS
    ranks = [pd.Series(values).rank() for values in (scores.index.to_numpy(), turned)]
    row = flips.iloc[0]
    assert row["rank_correlation"] == pytest.approx(ranks[0].corr(ranks[1]), abs=ROUNDING)
    assert row["largest_shift"] == (ranks[0] - ranks[1]).abs().max()
    assert row["item_rest"] == pytest.approx(r(C, np.add(A, B)), abs=ROUNDING)


def test_a_negative_alpha_prints_and_is_doubted(towns):
    diagnosis = rm.diagnose(towns())
    assert "negative-alpha" in keys(diagnosis)
    text = next(d.text() for d in diagnosis.doubts if d.key == "negative-alpha")
    assert re.search(r"dimension D1 is -\d\.\d{3}: below zero", text)


def test_what_the_towns_give_reason_to_doubt(towns):
    diagnosis = rm.diagnose(towns())
    places = {(d.key, d.where.get("indicator")) for d in diagnosis.doubts}
    assert ("same-indicators", "x1, x4") in places
    assert ("contested-direction-ranks", "x3") in places
    table = diagnosis.indicators
    ratio = table["importance"] / table["weight"]
    far = [code for code, value in zip(table["indicator"], ratio, strict=True)
           if value > 2 or value < 1 / 2]  # fmt: skip
    found = next(d for d in diagnosis.doubts if d.key == "importance-far")
    assert sorted(found.values["indicators"]) == far
    assert (found.values["count"], found.values["of"]) == (len(far), 4)
    distance = np.abs(np.log(np.maximum(ratio, 1e-300))).set_axis(table["indicator"])
    assert found.values["indicators"][0] == distance.idxmax()


def test_what_the_check_has_said_is_not_said_again(towns):
    diagnosis = rm.diagnose(towns())
    said = [doubt("same-indicators", {"indicator": "x1, x4"}, r=0.99)]
    beyond = diagnosis.doubts_beyond(said)
    assert [d.key for d in diagnosis.doubts if d not in beyond] == ["same-indicators"]
    assert diagnosis.doubts_beyond([]) == diagnosis.doubts


def test_all_indicators_at_odds_are_doubted_as_a_whole(score_by_hand):
    rows = {f"T{i}": [[A[i], 0.9 - 0.8 * A[i]]] for i in range(5)}
    diagnosis = rm.diagnose(score_by_hand(rows, dimensions=["D1", "D2"], weights=[0.5, 0.5]))
    assert "negative-alpha-all" in keys(diagnosis)
    assert "negative-alpha" not in keys(diagnosis)


def test_a_large_shift_of_the_twin_is_doubted_once_with_its_unit(score_by_hand):
    rows = {f"T{i}": [[i / 9, (7 * i % 10) / 9]] for i in range(10)}
    scores = score_by_hand(rows, dimensions=["D1", "D2"], weights=[0.98, 0.02])
    diagnosis = rm.diagnose(scores)
    found = [d for d in diagnosis.doubts if d.key == "twin-shift"]
    assert len(found) == 1
    largest = diagnosis.twin["shift"].abs().max()
    assert found[0].values == {"shift": largest, "units": 10}
    own = diagnosis.twin.set_index("unit")["shift"].abs()
    assert own[found[0].where["unit"]] == largest > 2


def test_coverage_by_indicator_unit_and_period_counts_the_same_cells():
    panel = rm.interpolate(rm.example("seed-001"), max_gap=3)
    scaled = rm.normalize(panel)
    diagnosis = rm.diagnose(rm.score(scaled, rm.weigh(scaled, method="equal")))
    tables = (diagnosis.coverage, diagnosis.coverage_units, diagnosis.coverage_periods)
    for column in ("cells", "observed", "imputed", "missing"):
        assert len({int(table[column].sum()) for table in tables}) == 1
    assert diagnosis.coverage["imputed"].sum() > 0
    status = panel.status.eq(2).groupby(level="unit", sort=False).sum().sum(axis=1)
    assert diagnosis.coverage_units["unit"].tolist() == list(panel.units)
    assert diagnosis.coverage_units["imputed"].tolist() == status.tolist()


def test_a_direction_turned_in_the_data_is_found_and_restored_by_the_flip(real):
    """Turn an indicator of the example: it alone is contested, and its flip is the example."""
    values = real.scaled.values.copy()
    values["solid_waste"] = 1 - values["solid_waste"]
    turned = rm.Scaled(
        panel=real.scaled.panel, values=values, goalposts=real.scaled.goalposts,
        method="minmax", scope="pooled",
    )  # fmt: skip
    diagnosis = rm.diagnose(rm.score(turned, real.weights))
    table = diagnosis.indicators
    assert table.loc[table["contested"], "indicator"].tolist() == ["solid_waste"]
    assert "contested-direction-ranks" in keys(diagnosis)
    assert "contested-direction-ranks" not in keys(rm.diagnose(real))
    assert set(diagnosis.flips["indicator"]) == {"solid_waste"}
    assert len(diagnosis.flips) == 15
    y, back = rm.score(turned, real.weights).index, real.index
    for row in diagnosis.flips.itertuples():
        ranks = [s.xs(row.period, level="period").rank() for s in (y, back)]
        assert row.rank_correlation == pytest.approx(ranks[0].corr(ranks[1]), abs=ROUNDING)


def test_the_weight_without_the_extreme_cell_comes_from_the_weights(real):
    table = rm.diagnose(real).indicators
    expected = real.weights.table["weight_without_extreme"]
    assert table["weight_without_extreme"].tolist() == expected.tolist()


def test_repr_says_what_a_reader_asks_first(towns):
    count = len(rm.diagnose(towns()).doubts)
    assert repr(rm.diagnose(towns())) == (
        "<Diagnosis: 4 indicators, 1 run against their dimension; 1 pairs say the same;"
        f" {count} doubts>"
    )


EDGES = {
    "one indicator": ({"P": [[0.2], [0.9]], "Q": [[0.4], [0.0]], "R": [[0.6], [0.3]]}, ["D"]),
    "one unit": ({"P": [[0.1, 0.9], [0.8, 0.2]]}, ["D", "D"]),
    "one cell": ({"P": [[0.5]]}, ["D"]),
    "two units, one period": ({"P": [[0.1, 0.9]], "Q": [[0.4, 1.0]]}, ["D", "D"]),
    "two units that tie": ({"P": [[0.0, 1.0]], "Q": [[1.0, 0.0]]}, ["D", "E"]),
    "constant index": ({f"T{i}": [[A[i], 1 - A[i]]] for i in range(5)}, ["D", "D"]),
    "constant indicator": ({f"T{i}": [[A[i], 0.5, B[i]]] for i in range(5)}, ["D", "D", "D"]),
    "all constant": ({f"T{i}": [[0.5, 0.5]] for i in range(5)}, ["D", "D"]),
    "the same twice": ({f"T{i}": [[A[i], A[i]]] for i in range(5)}, ["D", "D"]),
    "the same in every period": ({"P": [[0.1, 0.9]] * 3, "Q": [[0.6, 0.2]] * 3}, ["D", "E"]),
}


@pytest.mark.parametrize("scope", ["fixed", "per-period"])
@pytest.mark.parametrize("name", EDGES)
def test_every_edge_gives_an_answer_or_a_reason(score_by_hand, name, scope):
    """Blank cells stand only in rows whose note begins with n/a, and infinite ones only in VIF."""
    rows, dimensions = EDGES[name]
    periods = tuple(range(2001, 2001 + len(next(iter(rows.values())))))
    weights = [1 / len(dimensions)] * len(dimensions)
    scores = score_by_hand(
        rows, dimensions=dimensions, weights=weights, periods=periods, scope=scope
    )
    diagnosis = rm.diagnose(scores)
    for table_name in ("indicators", "correlations", "dimensions", "twin_periods", "flips"):
        table = getattr(diagnosis, table_name).drop(
            columns="weight_without_extreme", errors="ignore"
        )
        blank = table.isna().any(axis=1)
        assert table.loc[blank, "note"].str.startswith("n/a: ").all(), table_name
        if table_name != "indicators":
            assert (blank == (table["note"] != "")).all(), table_name
        numbers = table.drop(columns="vif", errors="ignore").select_dtypes("number")
        assert not np.isinf(numbers.to_numpy()).any()
    for table_name in ("loadings", "twin", "coverage_units", "coverage_periods"):
        assert not getattr(diagnosis, table_name).isna().any(axis=None), table_name
    for found in diagnosis.doubts:
        assert "nan" not in found.text("en")
        assert "nan" not in found.text("zh")
