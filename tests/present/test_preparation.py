"""The sentences on preparing say what was done to this panel, and nothing that was not."""

from __future__ import annotations

import re

import pytest
from tests.studies import PANEL, with_cell

from resilmeter.present.sentences.preparation import preparation_sentences

GAPS = with_cell(with_cell(PANEL, 2, "b", ""), 6, "d", "")
INSIDE = with_cell(PANEL, 6, "d", "")
SPIKE = with_cell(PANEL, 9, "b", "900")
IMPUTED = "1.39 % of the cells"


@pytest.mark.parametrize(
    ("panel", "keys", "said"),
    [
        (GAPS, ["impute.method=group-median"], ["straight lines", f"same period.*{IMPUTED}"]),
        (
            GAPS, ["impute.method=nearest-neighbours", "impute.neighbours=3"],
            ["straight lines", f"the 3 most similar.*{IMPUTED}"],
        ),
        (GAPS, ["impute.method=chained-equations"], ["straight lines", f"seed 1.*{IMPUTED}"]),
        (
            GAPS, ["impute.method=group-median", "interpolate.method=none"],
            ["same period.*2.78 % of the cells"],
        ),
        (INSIDE, ["interpolate.errors=true"], ["straight lines", "Rubin 1987; seed 1"]),
        (PANEL, ["impute.method=group-median"], ["No missing value was filled"]),
        (SPIKE, ["treat.method=jrc", "treat.most=3"], ["No missing", "up to 3 .* changed: Beds"]),
        (PANEL, ["treat.method=jrc"], ["No missing", "changed: none"]),
        (SPIKE, ["treat.method=log"], ["No missing", "natural logarithm was taken of Beds"]),
        (SPIKE, ["treat.method=box-cox"], ["No missing", "Box-Cox transform .* Beds"]),
        (
            SPIKE, ["treat.method=winsorize", "treat.scope=per-period"],
            ["No missing", "percentiles 1 and 99, period by period; changed: Clinics, Beds"],
        ),
    ],
)  # fmt: skip
def test_what_was_done_is_said_in_order(run_tiny, panel, keys, said):
    if {"neighbours", "equations"} & set(keys[0].split("-")):
        pytest.importorskip("sklearn")
    result = run_tiny(*(f"prepare.{key}" for key in keys), panel=panel)
    english, chinese = (preparation_sentences(result, code) for code in ("en", "zh"))
    assert len(english) == len(chinese) == len(said)
    for sentence, expected in zip(english, said, strict=True):
        assert re.search(expected, sentence), sentence
