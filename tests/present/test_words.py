"""The words of tables, figures and report: both languages, complete, none unused."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest

import resilmeter
from resilmeter.analyze import SENTENCES
from resilmeter.analyze.drivers.choices import Breaks, CutMethod
from resilmeter.analyze.dynamics.outlook import METHODS
from resilmeter.analyze.gaps.dagum import PARTS
from resilmeter.analyze.grading import SCHEMES
from resilmeter.analyze.grading.standing import TERCILES
from resilmeter.analyze.obstacles import VARIANTS, Prices
from resilmeter.analyze.obstacles.levers import NEXT_GRADE, PEER_MEDIAN
from resilmeter.analyze.spatial import RULES
from resilmeter.analyze.spatial.autocorrelation import QUADRANTS
from resilmeter.catalogue import LANGUAGES, load
from resilmeter.core.convergence import FORMS, STEPS
from resilmeter.core.coupling import FORMS as COUPLINGS
from resilmeter.core.density import Rule
from resilmeter.core.detector import Kind
from resilmeter.core.inequality import Correction
from resilmeter.core.trend import Shape, Verdict
from resilmeter.framework import DIRECTIONS
from resilmeter.panel import Status
from resilmeter.prepare import IMPUTATIONS, NORMALIZATIONS, SCOPES, TREATMENTS, TreatScope
from resilmeter.prepare.treat import Treatment
from resilmeter.present.figures.draw import FIGURES
from resilmeter.present.figures.flow import QUESTIONS
from resilmeter.present.maps.projection import ProjectionName
from resilmeter.present.printed.inequality import MEASURES
from resilmeter.present.words import group_title, joined, languages, pair_title, word
from resilmeter.read.regions import REGION_ORDER
from resilmeter.scoring import SCORINGS, Distance, Ideals, ScoredValues
from resilmeter.study.attribution import STAGES as CAUSES
from resilmeter.weighting import WEIGHTINGS, AhpMethod, Combination, WeighScope

SOURCE = Path(resilmeter.__file__).parent
WORDS = load("resilmeter.present", "words.toml")
STAGES = (
    "read",
    "prepare",
    "weigh",
    "score",
    "analyze",
    "robustness",
    "tables",
    "figures",
    "report",
    "gate",
    "gaps",
    "obstacles",
    "drivers",
)
# Keys put together from the name of a method, a choice or a record; each family is exact.
FAMILIES = {
    "short-": WEIGHTINGS,
    "method-": (
        *NORMALIZATIONS, *WEIGHTINGS, *SCORINGS, "interpolate-linear", "interpolate-any",
        "interpolate-none", *(f"impute-{name}" for name in IMPUTATIONS),
        *(f"treat-{name}" for name in TREATMENTS), "gaps", "obstacles",
        "diagnosis", "drivers", "robustness",
        "levers", "change", "dynamics", "space",
        *(f"variant-{name}" for name in VARIANTS),
    ),
    "claim-": {name for names in SENTENCES.values() for name in names},
    "compare-": (
        "causes", "weights", "shares", "stage", "ranks", "headlines", "none", "first", "second",
    ),
    "converged-": ("yes", "no"),
    "cause-": (*CAUSES, "rest"),
    "holds-": ("in", "in-few", "first", "first-few"),
    "scope-": SCOPES,
    "among-": ("pooled", "per-period", "base-period", "first"),
    "over-": get_args(WeighScope),
    "how-": get_args(Combination),
    "shift-": ("none", "added"),
    "ahp-": get_args(AhpMethod),
    "compared-": ("indicators", "dimensions"),
    "distance-": get_args(Distance),
    "values-": (*get_args(ScoredValues), "clipped"),
    "ideals-": get_args(Ideals),
    "by-": SCORINGS,
    "scaling-": SCOPES,
    "treated-": get_args(TreatScope),
    "level-": ("rose", "fell", "stayed"),
    "stage-": STAGES,
    "variant-": VARIANTS,
    "cost-": get_args(Prices),
    "verdict-": get_args(Verdict),
    "kind-": ("absolute", "conditional", "effects", *get_args(Kind)),
    "form-": (*FORMS, *get_args(Correction)),
    "steps-": (*STEPS, "of-growth"),
    "rule-": (*get_args(Rule), *RULES),
    "quadrant-": QUADRANTS.values(),
    "coupling-": COUPLINGS,
    "forecast-": METHODS,
    "trend-": get_args(Verdict),
    "shape-": get_args(Shape),
    "scheme-": [name for name in SCHEMES if name != "deviation"],
    "tercile-": TERCILES.tolist(),
    "race-": ("units", "groups", "dimensions"),
    "set-": ("all", "capitals", "others"),
    "goal-": (PEER_MEDIAN, NEXT_GRADE, "index"),
    "direction-": DIRECTIONS,
    "region-": REGION_ORDER,
    "figure-": (*FIGURES, "label"),
    "status-": [str(int(status)) for status in Status],
    "norm-": NORMALIZATIONS,
    "question-": QUESTIONS,
    "treating-": get_args(Treatment),
    "flow-": (
        *("read", "blank", "fill", "treat", "scale", "weigh", "score", "analyze"),
        *("sample", "sample-one-period", "blanked", "filled", "treated", "weighed", "scored"),
    ),
    "measure-": MEASURES,
    "decomposition-": (
        "groups", "dagum", "two-dimensional-within", "two-dimensional-between",
    ),
    "dagum-": (*PARTS, "own", "pairs", "parts", "shares", "p", "parts-to-gini"),
    "part-": ("total", "within", "between", "net_between", "transvariation"),
    "gap-": (
        "cells-to-gini", "dimensions-to-gini", "groups-to-gini", "rose", "fell", "stayed",
        "one-period", "dimension", "dimension-cell",
    ),
    "cut-": get_args(CutMethod),
    "breaks-": get_args(Breaks),
    "projection-": [name for name in get_args(ProjectionName) if name != "none"],
}  # fmt: skip
MADE = {f"{prefix}{name}" for prefix, names in FAMILIES.items() for name in names}


def trees():
    return [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCE.rglob("*.py")]


def texts() -> set[str]:
    return {
        node.value for tree in trees() for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }  # fmt: skip


def template_words() -> set[str]:
    templates = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.html.jinja")]
    return {key for text in templates for key in re.findall(r'page\.word\("([^"]+)"', text)}


def called_words() -> set[str]:
    found = set()
    for tree in trees():
        for node in ast.walk(tree):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id == "word" and isinstance(node.args[0], ast.Constant):
                found.add(node.args[0].value)
    return found


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


@pytest.mark.parametrize("key", WORDS)
def test_word_is_there_in_both_languages_with_the_same_placeholders(key):
    assert set(WORDS[key]) == set(LANGUAGES)
    english, chinese = WORDS[key]["en"], WORDS[key]["zh"]
    assert english.strip()
    assert chinese.strip()
    assert placeholders(english) == placeholders(chinese)


def test_english_has_no_chinese():
    chinese = re.compile("[\u4e00-\u9fff]")
    assert [key for key in WORDS if chinese.search(WORDS[key]["en"])] == []


def test_every_word_asked_for_exists():
    asked = called_words() | template_words()
    assert len(asked) > 60
    assert asked - set(WORDS) == set()


def test_no_word_is_unused():
    used = texts() | template_words() | MADE
    used |= {f"{key}-one" for key in used if key.startswith("caption-")}
    assert [key for key in WORDS if key not in used] == []


@pytest.mark.parametrize("prefix", FAMILIES)
def test_families_of_words_are_complete(prefix):
    expected = {f"{prefix}{name}" for name in FAMILIES[prefix]}
    assert {key for key in WORDS if key.startswith(prefix)} == expected


def test_stages_are_those_that_the_code_announces():
    announced = set()
    for tree in trees():
        for node in ast.walk(tree):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id == "progress" and isinstance(node.args[0], ast.Constant):
                announced.add(node.args[0].value)
    assert announced == set(STAGES)


def test_self_tests_have_a_sentence(tiny_result):
    for test in tiny_result.self_tests:
        for language in LANGUAGES:
            assert word(test.name, language)


def test_groups_are_translated_where_they_are_known():
    assert group_title("Eastern", "zh") == "东部"
    assert group_title("North", "zh") == "North"
    assert pair_title("Eastern", "Western", "zh") == "东部–西部"
    assert pair_title("Eastern", "Eastern", "en") == "within Eastern"


def test_lists_and_languages():
    assert joined(["a", "b"], "en") == "a, b"
    assert joined(["a", "b"], "zh") == "a、b"
    assert languages("both") == ("en", "zh")
    assert languages("zh") == ("zh",)
