"""Headlines: chosen by the sign of what was computed, with the numbers of the tables."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.studies import PANEL, with_rows

from resilmeter.present.sentences.headlines import headlines, method_sentences

BACKWARDS = PANEL.replace(",2009,", ",#,").replace(",2011,", ",2009,").replace(",#,", ",2011,")


def line(result, language, part):
    (found,) = [row for row in headlines(result, language) if part in row]
    return found


def test_rise_of_the_index(tiny_result):
    row = tiny_result.growth.total.iloc[0]
    assert row["change"] > 0
    for language, part in (("en", "The mean index rose from"), ("zh", "平均指数由")):
        text = line(tiny_result, language, part)
        for column in ("total_growth", "mean_of_yearly_rates", "compound_yearly_growth"):
            assert f"{100 * row[column]:.2f}" in text
        for value in (f"{row['first']:.4f}", f"{row['last']:.4f}", "2009", "2011"):
            assert value in text


def test_fall_of_the_index(run_tiny):
    result = run_tiny(panel=BACKWARDS)
    row = result.growth.total.iloc[0]
    assert row["change"] < 0
    text = line(result, "en", "The mean index fell from")
    assert f"{row['first']:.4f} (2009) to {row['last']:.4f} (2011)" in text
    assert f"−{100 * abs(row['total_growth']):.2f} % in all" in text
    assert "下降到" in line(result, "zh", "平均指数由")
    assert not [row for row in headlines(result, "en") if "mean index rose" in row]


def test_change_is_split_over_the_dimensions(tiny_result):
    total = tiny_result.growth.total.set_index("level")["change"]
    care, air = total["dimension"]
    text = line(tiny_result, "en", "Of the change")
    assert f"({total['total']:.4f})" in text
    assert f"Care {care:.4f}, Air {air:.4f}" in text
    assert f"照护 {care:.4f}、空气 {air:.4f}" in line(tiny_result, "zh", "变化")


def test_fall_of_the_gap(hand_result):
    """0.20006 to 0.16000: down by 20.02 %."""
    text = line(hand_result, "en", "Gini coefficient fell")
    assert "from 0.2001 (2009) to 0.1600 (2011), by 20.02 %" in text
    assert "降幅" in line(hand_result, "zh", "基尼系数由")


def test_rise_of_the_gap(tiny_result, hand_gaps):
    cells = {2009: 0.01, 2010: 0.02, 2011: 0.03}
    pairs = (("North", "North"), ("South", "South"), ("North", "South"))
    gaps = hand_gaps({t: dict.fromkeys(pairs, (v, v)) for t, v in cells.items()})
    text = line(replace(tiny_result, gaps=gaps), "en", "Gini coefficient rose")
    assert "from 0.0600 (2009) to 0.1800 (2011), by 200.00 %" in text


def test_between_share_stands_beside_that_of_random_labels(hand_result):
    """2011: 0.09001 of 0.16000 lies between; random labels give 60 %."""
    assert "56.26 % of it in 2011; random group labels would give 60.00 % (ratio 0.94)" in line(
        hand_result, "en", "Gaps between groups"
    )


def test_largest_cell_is_named_with_its_number(hand_result):
    """2011: Care is 0.15001 of 0.16000; the pair's Care of 0.07001 is the largest cell."""
    text = line(hand_result, "en", "largest share of the gap")
    assert "lies in Care: 93.76 %, while it is 55.00 % of the mean index" in text
    assert "North–South, Care: 0.0700 (43.76 % of the Gini, 0.78 times" in text


def test_most_frequent_obstacle_is_that_of_the_counts(tiny_result):
    counts = tiny_result.obstacles.counts.query("period == 2011")
    row = counts.loc[counts["first"].idxmax()]
    names = {"a": "Clinics", "b": "Beds", "c": "Dust", "d": "Trees"}
    weight = tiny_result.weights.table.set_index("indicator")["weight"][row["indicator"]]
    text = line(tiny_result, "en", "Most often")
    named = f"{names[row['indicator']]} (Weight {weight:.4f})"
    assert f"in 2011: {named}, in {row['first']} of 6 units" in text


def test_groups_are_ranked_by_their_last_mean(tiny_result):
    means = tiny_result.means.query("level == 'group' and period == 2011").set_index("group")
    text = line(tiny_result, "en", "Highest group mean")
    best, worst = means["mean"].idxmax(), means["mean"].idxmin()
    assert (
        f"{best} ({means['mean'][best]:.4f}); lowest: {worst} ({means['mean'][worst]:.4f})" in text
    )


def test_largest_weights_in_order(tiny_result):
    table = tiny_result.weights.table.nlargest(3, "weight")
    text = line(tiny_result, "en", "Largest weights (CRITIC)")
    places = [text.index(f"{weight:.4f}") for weight in table["weight"]]
    assert places == sorted(places)
    assert "equal weights would be 0.2500 each" in text


def test_doubts_are_counted(tiny_result):
    assert "Doubts about data and index: 7" in headlines(tiny_result, "en")[-1]
    assert "数据与指数疑点：7" in headlines(tiny_result, "zh")[-1]


def test_no_doubts_are_said_as_well(run_tiny):
    assert headlines(run_tiny("data.group=", "analyze.diagnose=false"), "en")[-1] == (
        "The checks raised no doubts about data or index."
    )


def test_sample_is_described(tiny_result):
    assert headlines(tiny_result, "en")[0].startswith(
        "6 units, 3 periods (2009–2011), 4 indicators in 2 dimensions; 0.00 %"
    )


@pytest.mark.parametrize("language", ["en", "zh"])
def test_at_most_ten_lines(tiny_result, language):
    assert len(headlines(tiny_result, language)) <= 10


def test_only_what_was_computed_is_said(run_tiny):
    result = run_tiny(
        "analyze.growth=false", "analyze.gaps=false", "analyze.obstacles=false", "data.group="
    )
    text = "\n".join(headlines(result, "en"))
    for part in ("rose", "fell", "Gini", "obstacle", "group mean"):
        assert part not in text


def test_one_period_and_no_groups(run_tiny):
    result = run_tiny("analyze.growth=false", "data.group=", panel=with_rows(PANEL, "2010"))
    text = "\n".join(headlines(result, "en"))
    assert "The Gini coefficient in 2010 is" in text
    assert "random group labels" not in text
    assert "The largest share of the gap in 2010 lies in" in text


def test_period_by_period_makes_no_claim_over_time(run_tiny):
    result = run_tiny("prepare.normalize.scope=per-period", "analyze.growth=false")
    text = "\n".join(headlines(result, "en"))
    for part in ("rose", "fell", "compound"):
        assert part not in text
    assert "cannot be compared over time" in " ".join(method_sentences(result, "en"))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("weigh.method=critic", "CRITIC weights (Diakoulaki et al. 1995)"),
        ("weigh.method=entropy", "entropy weights"),
        ("weigh.method=equal", "same weight"),
        ("prepare.interpolate.method=none", "No missing value was filled"),
        ("prepare.interpolate.max_gap=2", "No missing value was filled"),
    ],
)
def test_method_is_told_as_run(run_tiny, key, said):
    result = run_tiny(key)
    assert said in " ".join(method_sentences(result, "en"))
    assert len(method_sentences(result, "zh")) == len(method_sentences(result, "en"))


def test_weights_of_periods_are_called_means(run_tiny):
    result = run_tiny("weigh.scope=per-period", "analyze.growth=false")
    assert "as means over the periods" in line(result, "en", "Largest weights")


def test_one_period_is_not_plural(run_tiny):
    text = line(run_tiny("analyze.growth=false", panel=with_rows(PANEL, "2010")), "en", "6 units, ")
    assert "6 units, one period (2010), 4 indicators" in text
