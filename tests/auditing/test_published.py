"""The shipped audits find in both papers what is known to be there, and nothing else.

Expected numbers are those of ../shared/published/s1_consistency.md and ../shared/methods.md.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from tests.auditing.conftest import found

import resilmeter as rm

TESTS = Path(__file__).parents[1] / "published"
ENDS = "2009–2023"
S1 = {
    "cannot-be": [
        ("slip", "resistance, 2009"), ("slip", "resistance, 2023"),
        ("slip", "adaptability, 2009"), ("slip", "adaptability, 2023"),
    ],
    "says-otherwise": [
        ("net-between-change", "2009 … 2023"), ("extreme", f"northeastern, {ENDS}"),
        ("main-driver", f"resistance, {ENDS}"),
        ("range", "eastern, central, western, northeastern"),
        ("trend", f"northeastern, {ENDS}"), ("range", "G1, G2, G3"),
        ("trend", f"G4 (northeastern), {ENDS}"), ("extreme", f"northeastern, {ENDS}"),
        ("main-source", f"between, {ENDS}"),
    ],
    "not-checkable": [("average", ENDS), ("growth", ENDS)],
    "rounding": [
        ("weights-dimensions", "resistance … adaptability"), ("weights-one", "12"),
        ("parts-index", "2009 … 2023"), ("groups-whole", "2009 … 2023"),
        ("shares-within", "2009 … 2023"), ("shares-between", "2009 … 2023"),
        ("dimension-shares-100", "2009 … 2023"), ("cells-total", "2009 … 2023"),
        ("cells-pairs", "G1, 2009 … G34, 2023"),
        ("cells-dimensions", "resistance, 2009 … adaptability, 2023"),
        ("extreme", "G12 x resilience, 2009"), ("extreme", "G23 x resilience, 2023"),
        ("average", f"adaptability, {ENDS}"), ("average", f"resilience, {ENDS}"),
        ("change", f"resistance, {ENDS}"), ("value", "resilience, 2009"),
        ("change", f"adaptability, {ENDS}"), ("extreme", "G23 x adaptability, 2023"),
    ],
}  # fmt: skip
# Statements and identities that agree at the printed digits.
S1_AGREES = {
    "dimension-weights-one": 1, "sizes": 1, "shares-100": 1, "extreme": 7, "growth": 1,
    "mostly-rose": 1, "change": 4, "trend": 3, "value": 7, "average": 1, "overtakes": 1,
}  # fmt: skip
S1_IMPLIED = {
    "null-share": 12, "null-cells": 2, "concentration": 3, "net-between": 2, "own-gini": 8,
    "change-shares": 1, "fill": 6,
}  # fmt: skip
S2 = {
    "cannot-be": [
        ("obstacle", "PM2.5, 2003"), ("obstacle", "当年实际使用外资额占GDP比重（%）, 2003"),
        ("obstacle", "人均供水量（吨/人）, 2003"),
        ("obstacle", "港澳台商投资企业个数占比（%）, 2003"), ("obstacle", "PM2.5, 2019"),
        ("obstacle", "一般工业固体废物综合利用率（%）, 2019"),
        ("obstacle", "人口增长率（%）, 2019"),
    ],
    "says-otherwise": [("growth-mixed", name) for name in ("湖北", "江西", "湖南")],
    "not-checkable": [],
    "rounding": [
        ("weights-dimensions", "经济韧性 … 制度韧性"), ("weights-one", "31"),
        *(("growth", f"{name}, 2003–2019")
          for name in ("城市韧性", "经济韧性", "社会韧性", "生态韧性", "制度韧性")),
    ],
}  # fmt: skip
S2_AGREES = {
    "dimension-weights-one": 1, "sizes": 1, "parts-index": 1, "groups-whole": 1, "grade-edges": 1,
    "grade-counts": 1, "grade-reference": 1, "grade-total": 1, "primacy": 3, "growth": 1,
    "change": 1, "extreme": 1, "trend": 1, "obstacle": 7,
}  # fmt: skip
S2_IMPLIED = {"change-shares": 1, "spread": 1, "fill": 10}


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    for name in ("audit-001", "audit-002"):
        rm.new_study(folder / name, name)
    return {name: rm.read_paper(folder / name) for name in ("audit-001", "audit-002")}


@pytest.mark.parametrize(
    ("name", "known", "agrees"),
    [("audit-001", S1, Counter(S1_AGREES) + Counter(S1_IMPLIED)),
     ("audit-002", S2, Counter(S2_AGREES) + Counter(S2_IMPLIED))],
)  # fmt: skip
def test_the_audit_finds_what_is_there_and_nothing_else(papers, name, known, agrees):
    findings = rm.audit(papers[name])
    for verdict, expected in known.items():
        assert [(f.rule, f.of) for f in findings if f.verdict == verdict] == expected
    assert Counter(f.rule for f in findings if f.verdict == "agrees") == agrees


def test_slips_are_named_with_their_factor(papers):
    slips = found(papers["audit-001"], "slip")
    assert [f.claimed for f in slips] == ["0.417", "0.222", "0.289", "0.313"]
    assert [f.computed for f in slips] == ["0.04171", "0.02217", "0.02894", "0.03127"]
    assert all("Divided by 10 it fits" in f.sentence() for f in slips)


def test_the_east_is_lowest_in_four_years(papers):
    sentence = found(papers["audit-001"], "extreme")[8].sentence()
    assert "4 of 15 periods: 2011: eastern, 2012: eastern, 2013: eastern, 2016: eastern" in sentence


def test_random_labels_give_the_share_between_regions(papers):
    finding = found(papers["audit-001"], "main-source")[0]
    assert finding.computed == "73.10"
    assert finding.sentence().endswith("Periods below it: 2010, 2011, 2012, 2013.")
    null = {f.of.split()[0]: f.computed for f in found(papers["audit-001"], "null-share")}
    assert null == {
        "within": "26.90", "between": "73.10", "G1": "8.90", "G2": "8.27", "G3": "8.27",
        "G4": "1.47", "G12": "17.37", "G13": "17.37", "G14": "7.38", "G23": "16.74", "G24": "7.12",
        "G34": "7.12",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("year", "low", "high", "shares"),
    [("2009", 0.0066, 0.0074, ("9.9", "63.6", "26.5")),
     ("2023", 0.0098, 0.0105, ("18.3", "55.8", "26.0"))],
)  # fmt: skip
def test_net_between_and_its_bounds(papers, year, low, high, shares):
    (finding,) = (f for f in found(papers["audit-001"], "net-between") if f.of == year)
    # the bounds are published to four decimals
    assert (finding.low, finding.high) == pytest.approx((low, high), abs=0.00005)
    assert all(f"{share} %" in finding.sentence() for share in shares)


def test_the_gap_between_means_rose_while_the_gross_gap_fell(papers):
    sentence = found(papers["audit-001"], "net-between-change")[0].sentence()
    assert "0.0520 → 0.0412 (−20.8 %)" in sentence
    assert "0.0070 → 0.0102 (+45.0 %" in sentence


@pytest.mark.parametrize(
    ("year", "own"),
    [("2009", {"eastern": .0633, "central": .0639, "western": .0781, "northeastern": .0805}),
     ("2023", {"eastern": .0477, "central": .0487, "western": .0616, "northeastern": .0607})],
)  # fmt: skip
def test_own_gini_coefficients_of_the_regions(papers, year, own):
    rows = {f.of: f for f in found(papers["audit-001"], "own-gini")}
    for region, value in own.items():
        assert float(rows[f"{region}, {year}"].computed) == pytest.approx(value, abs=1e-9)


def test_the_northeast_is_surely_the_least_equal_in_2009(papers):
    """Bounds without the rounding that all regions share do not overlap."""
    facts = papers["audit-001"].facts
    northeast, west = (facts.relative_own(g, "2009") for g in ("northeastern", "western"))
    assert west.below(northeast)


def test_ratios_of_cells_to_random_labels(papers):
    first, last = (f.sentence() for f in found(papers["audit-001"], "null-cells"))
    for text in ("G4 x adaptability 1.65", "G34 x adaptability 1.46", "G3 x adaptability 1.38",
                 "G1 x resistance 1.24"):  # fmt: skip
        assert text in first
    for text in ("G23 x adaptability 0.97", "G4 x adaptability 1.53", "G14 x adaptability 1.34",
                 "G3 x resistance 1.42", "G13 x resistance 1.32"):  # fmt: skip
        assert text in last


def test_concentration_and_change_of_dimensions(papers):
    rows = {f.of: f for f in found(papers["audit-001"], "concentration")}
    for name, first, last in (("resistance", "1.06", "0.77"), ("resilience", "0.05", "0.77"),
                              ("adaptability", "1.01", "1.32")):  # fmt: skip
        assert f"is {first} times" in rows[name].sentence()
        assert rows[name].computed == last
    driver = found(papers["audit-001"], "main-driver")[0].sentence()
    assert "adaptability does, with 57.1 %" in driver
    assert "resistance with 30.8 %" in driver


def test_mean_growth_of_the_first_paper_is_arithmetic(papers):
    growth, gini = found(papers["audit-001"], "growth")
    assert "is the mean of yearly rates, 1.104 %" in growth.sentence()
    assert "compound growth 1.082 %" in growth.sentence()
    assert "compound growth −1.711 %" in gini.sentence()
    assert "simple yearly growth −1.533 %" in gini.sentence()


@pytest.mark.parametrize(
    # ../shared/methods.md, fact 5
    ("of", "needed"),
    [("PM2.5, 2003", 0.846), ("一般工业固体废物综合利用率（%）, 2019", 0.839),
     ("当年实际使用外资额占GDP比重（%）, 2003", 0.216),
     ("港澳台商投资企业个数占比（%）, 2003", 0.137), ("人均供水量（吨/人）, 2003", 0.100),
     ("人口增长率（%）, 2019", 0.579)],
)  # fmt: skip
def test_scores_that_obstacles_need(papers, of, needed):
    rows = [f for f in found(papers["audit-002"], "obstacle") if f.of == of]
    (finding,) = (f for f in rows if f.verdict == "cannot-be")
    # three decimals there; printed weights sum to .9999, not 1
    assert finding.low - 0.0005 <= needed <= finding.high + 0.0005
    assert float(finding.computed) == pytest.approx(needed, abs=0.0011)


def test_growth_of_provinces_is_not_that_of_their_cities(papers):
    rows = {f.of: (f.claimed, f.computed) for f in found(papers["audit-002"], "growth-mixed")}
    assert rows == {"湖北": ("7.10", "7.63"), "江西": ("7.24", "7.60"), "湖南": ("6.86", "7.20")}


def test_primacy_and_spread_of_the_second_paper(papers):
    seconds = [float(f.computed) for f in found(papers["audit-002"], "primacy")]
    assert seconds == pytest.approx([0.1390, 0.1363, 0.1402], abs=0.00005)
    spread = found(papers["audit-002"], "spread")[0]
    assert "by the factor 3.46" in spread.sentence()
    assert spread.computed == "1.16"


TYPED = {
    "indicator_weights": ("table1_indicators", ["weight"]),
    "means": ("table3_means", ["national", "eastern", "resistance", "adaptability"]),
    "group_shares": ("table4_group_contributions", ["G1", "G34", "intraregional"]),
    "dimension_shares": ("table5_dimension_contributions", ["resistance", "resilience"]),
    "cells": ("table6_cells", ["value"]),
}


@pytest.mark.parametrize("name", TYPED)
def test_shipped_tables_are_those_typed_for_the_tests(tmp_path, name):
    published, columns = TYPED[name]
    rm.new_study(tmp_path, "audit-001")
    here = pd.read_csv(tmp_path / f"{name}.csv")
    from_tests = pd.read_csv(TESTS / f"s1_{published}.csv")
    assert here[columns].to_numpy().tolist() == from_tests[columns].to_numpy().tolist()


def test_shipped_weights_of_the_second_paper_are_those_typed_for_the_tests(tmp_path):
    rm.new_study(tmp_path, "audit-002")
    for name in ("indicators", "grades"):
        file = {"indicators": "indicator_weights", "grades": "grades"}[name]
        table = {"indicators": "table1_indicators", "grades": "table2_grades"}[name]
        here, there = pd.read_csv(tmp_path / f"{file}.csv"), pd.read_csv(TESTS / f"s2_{table}.csv")
        columns = {"indicators": ["indicator", "weight"], "grades": ["grade"]}[name]
        assert here[columns].to_numpy().tolist() == there[columns].to_numpy().tolist()
