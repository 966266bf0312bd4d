"""Printed tables of measures, Dagum's parts, evidence and change; sentences by predicate."""

from dataclasses import replace

import numpy as np
import pytest

from resilmeter.analyze.gaps.dagum import PARTS
from resilmeter.present.figures.draw import figures
from resilmeter.present.printed.dagum import dagum_table
from resilmeter.present.printed.evidence import change_table, evidence_table, own_change_table
from resilmeter.present.printed.inequality import decompositions_table, inequality_table
from resilmeter.present.sentences.gaps import change_paragraph, net_between_paragraph
from resilmeter.present.sentences.headlines import headlines
from resilmeter.present.words import fixed, percent


def texts(row):
    return [cell.text for cell in row]


def with_parts(result, change):
    """Change the rows of evidence."""
    table = change(result.gap_evidence.parts.copy())
    return replace(result, gap_evidence=replace(result.gap_evidence, parts=table))


def said(result, language="en"):
    return "\n".join(headlines(result, language))


def test_measures_stand_by_year_with_the_deviation_beside_the_variation(tiny_result):
    table = inequality_table(tiny_result, "en")
    titles = texts(table.header[-1])
    assert titles[titles.index("SD") - 1] == "CV"
    row, shown = (
        tiny_result.inequality.total.iloc[0],
        dict(zip(titles, texts(table.rows[0]), strict=True)),
    )
    assert shown["Year"] == "2009"
    assert shown["Gini"] == fixed(row["gini"], 4)
    assert shown["Theil L"] == fixed(row["theil_l"], 5)
    assert shown["A(1)"] == fixed(row["atkinson_1"], 5)
    gini = tiny_result.gap_evidence.of("gini", 2009).iloc[0]
    assert shown["95 % interval"] == f"[{fixed(gini['low'], 4)}, {fixed(gini['high'], 4)}]"


def test_dagum_is_printed_as_its_literature_does(tiny_result):
    table = dagum_table(tiny_result, "en")
    assert texts(table.header[1]) == [
        "Year", "G", "G1", "G2", "G12", "Gw", "Gnb", "Gt", "Gw", "Gnb", "Gt", "Gw", "Gnb",
    ]  # fmt: skip
    assert [(c.text, c.span) for c in table.header[0]][2:] == [
        ("Own Gini", 2), ("Gini between two groups", 1), ("Contribution", 3),
        ("Contribution rate, %", 3), ("p", 2),
    ]  # fmt: skip
    row = tiny_result.dagum.total.iloc[0]
    assert texts(table.rows[0])[5:11] == [
        *(fixed(row[part], 4) for part in PARTS),
        *(percent(row[f"{part}_share"]) for part in PARTS),
    ]
    assert texts(table.rows[0])[-1] == fixed(
        tiny_result.gap_evidence.of("net_between", 2009)["p"].iloc[0], 3
    )


def test_three_decompositions_stand_beside_each_other(tiny_result):
    table = decompositions_table(tiny_result, "en")
    assert [c.span for c in table.header[0]] == [1, 2, 3, 2, 2]
    assert len(table.rows) == 3 + 1
    shares = [float(text.replace("\u2212", "-")) for text in texts(table.rows[0])[1:]]
    # each adds up to 100, up to half a unit of the last decimal a cell
    for block in (shares[:2], shares[2:5], shares[5:]):
        assert sum(block) == pytest.approx(100, abs=0.005 * len(block))
    assert texts(table.rows[-1])[0] == "random"


def test_cells_are_printed_largest_first_with_what_may_be_said(tiny_result):
    table = evidence_table(tiny_result, "en")
    cells = tiny_result.gap_evidence.of("cell", 2011).sort_values("value", ascending=False)
    assert len(table.rows) == len(cells) == 6
    assert texts(table.rows[0])[1] == fixed(cells["value"].iloc[0], 4)
    assert texts(table.rows[0])[-1] == percent(cells["first_place"].iloc[0], 1)


def test_change_is_printed_by_blocks_and_own_inequality_apart(tiny_result):
    table = change_table(tiny_result, "en")
    headings = [row[0].text for row in table.rows if len(row) == 1]
    assert headings == ["Dimensions", "Groups and pairs of groups", "Cells"]
    total = tiny_result.gap_change.parts.iloc[0]
    assert texts(table.rows[0])[:4] == [
        "Gini coefficient", *(fixed(total[name], 4) for name in ("first", "last", "change")),
    ]  # fmt: skip
    own = own_change_table(tiny_result, "en")
    assert [row[0].text for row in own.rows] == ["North", "South"]


@pytest.mark.parametrize("table", [inequality_table, dagum_table, decompositions_table,
                                   evidence_table, change_table, own_change_table])  # fmt: skip
def test_what_was_not_asked_is_not_printed(run_tiny, table):
    assert table(run_tiny("analyze.gaps=false"), "en") is None


def test_without_groups_there_are_measures_and_changes_only(run_tiny):
    result = run_tiny("data.group=")
    tables = (dagum_table, decompositions_table, evidence_table, own_change_table)
    assert [table(result, "en") for table in tables] == [None] * 4
    assert change_table(result, "en") is not None
    assert net_between_paragraph(result, "en") is None


@pytest.mark.parametrize(("share", "settled"), [(0.949, False), (0.95, True)])
def test_a_main_source_needs_95_per_cent_of_the_draws(tiny_result, share, settled):
    def first(table):
        cells = (table["statistic"] == "cell") & (table["period"] == 2011)
        table.loc[cells, "first_place"] = 0.0
        table.loc[cells.idxmax(), "first_place"] = share
        return table

    for language, words in (("en", ("It is the main source", "is not settled")),
                            ("zh", ("它是差距的主要来源", "尚无定论"))):  # fmt: skip
        text = said(with_parts(tiny_result, first), language)
        assert (words[0] in text) is settled
        assert (words[1] in text) is not settled


@pytest.mark.parametrize(("p", "words"), [(0.051, "lies within what random labels give"),
                                          (0.049, "Random labels rarely give")])  # fmt: skip
def test_a_share_is_compared_with_chance(tiny_result, p, words):
    result = with_parts(tiny_result, lambda t: t.assign(p=p))
    assert words in said(result)
    more = "no more than random" if p > 0.05 else "more than random"
    assert more in net_between_paragraph(result, "en").text


def test_a_change_that_may_be_chance_is_called_so(tiny_result):
    change = tiny_result.gap_change
    for low, high, words in ((-0.1, 0.1, "may be chance"), (0.01, 0.1, "interval 0.0100")):
        parts = change.parts.assign(low=low, high=high)
        parts.loc[0, "change"] = 0.05
        result = replace(tiny_result, gap_change=replace(change, parts=parts))
        text = change_paragraph(result, "en").text
        assert words in text
        assert ("may be chance" in text) is (low < 0)


def test_no_change_at_four_decimals_is_called_so(tiny_result):
    parts = tiny_result.gap_change.parts.copy()
    parts.loc[0, "change"] = 0.00004
    result = replace(tiny_result, gap_change=replace(tiny_result.gap_change, parts=parts))
    assert "did not change" in change_paragraph(result, "en").text


def test_cells_are_drawn_from_a_zero_line_with_negative_ones_below(tiny_result):
    def minus(table):
        cells = table[(table["statistic"] == "cell") & (table["period"] == 2011)].index
        table.loc[cells[0], "value"] = -0.02
        return table

    ax = figures(with_parts(tiny_result, minus), "en")["gap_bars"].axes[0]
    widths = [bar.get_width() for bar in ax.patches]
    assert min(widths) == -0.02
    assert ax.get_xlim()[0] < -0.02
    assert any(list(line.get_xdata()) == [0, 0] for line in ax.lines)


def test_the_heat_map_shows_ratios_to_random_labels(tiny_result):
    ax = figures(tiny_result, "en")["gap_heat"].axes[0]
    cells = tiny_result.gap_evidence.of("cell", 2011)
    drawn = np.ma.filled(ax.collections[0].get_array().ravel(), np.nan)
    assert drawn == pytest.approx((cells["value"] / cells["null"]).to_numpy())
    assert len(ax.texts) == len(cells)


def test_own_inequality_has_an_axis_of_its_own(tiny_result):
    ax = figures(tiny_result, "en")["gini_own"].axes[0]
    assert ax.get_ylabel() == "Gini coefficient of the group itself"
    own = tiny_result.gap_evidence.own
    north = own[own["group"] == "North"]["own_gini"].to_numpy()
    assert ax.lines[0].get_ydata() == pytest.approx(north)
