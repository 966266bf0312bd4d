"""The sentences of the audit: both languages, same placeholders, all used, none missing."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import get_args

import pytest

import resilmeter as rm
from resilmeter.auditing import VERDICTS
from resilmeter.auditing import finding as place
from resilmeter.auditing.keys import Measure, Statement
from resilmeter.auditing.rules import CLAIMS
from resilmeter.auditing.statements import NEEDS
from resilmeter.auditing.write import SECTIONS
from resilmeter.catalogue import LANGUAGES, load

SOURCE = Path(place.__file__).parent
SENTENCES = load("resilmeter.auditing", "sentences.toml")
# Sentences that overclaim or offend; the audit speaks of printed numbers only.
RUDE = re.compile(r"\b(wrong|error|mistake|false|fraud|careless)\b", re.IGNORECASE)
# Keys put together from parts, by what they begin with.
BUILT = {
    "verdict-": SECTIONS, "of-": ("within", "between"),
    "form-": ("compound", "mean-of-rates", "simple", "total", "said"),
    "said-": ("rose", "fell", "stayed", "largest", "smallest", "largest-place", "smallest-place",
              "mostly-rose", "main-source", "all-enhance"),
    "growth-": ("agrees", "rounding", "cannot-be", "not-checkable", "mixed", "mixed-apart"),
    "trend-": ("agrees", "rounding", "says-otherwise"),
    "extreme-": ("agrees", "rounding", "says-otherwise"),
    "q-noise-": ("agrees", "says-otherwise", "cannot-be"),
    "compared-": ("agrees", "rounding", "cannot-be", "slip", "not-checkable", "many-agrees",
                  "many-rounding"),
    "due-": ("agrees", "rounding", "cannot-be", "many-agrees", "many-rounding"),
    "column-": ("sentence", "claimed", "computed", "bounds", "source", "rule"),
}  # fmt: skip
COMPARED = ("weights-dimensions", "weights-one", "dimension-weights-one", "parts-index",
            "groups-whole", "sizes", "shares-within", "shares-between", "shares-100",
            "dimension-shares-100", "cells-total", "cells-pairs", "cells-dimensions")  # fmt: skip
MADE = {f"{start}{end}" for start, ends in BUILT.items() for end in ends}
MADE |= {f"what-{name}" for name in (*COMPARED, *get_args(Measure))}
MADE |= {f"{rule}-of" for rule in ("value", "average", "change")}


def placeholders(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def constants() -> set[str]:
    found = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {n.value for n in ast.walk(tree)
                  if isinstance(n, ast.Constant) and isinstance(n.value, str)}  # fmt: skip
    template = (SOURCE / "audit.html.jinja").read_text(encoding="utf-8")
    return found | set(re.findall(r'phrase\("([^"]+)"', template))


@pytest.mark.parametrize("key", SENTENCES)
def test_sentence_is_there_in_both_languages_with_the_same_placeholders(key):
    assert set(SENTENCES[key]) == set(LANGUAGES)
    english, chinese = SENTENCES[key]["en"], SENTENCES[key]["zh"]
    assert english.strip()
    assert placeholders(english) == placeholders(chinese)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in chinese) or key == "value-of"
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english)


@pytest.mark.parametrize("key", SENTENCES)
def test_the_tone_is_courteous(key):
    assert not RUDE.search(SENTENCES[key]["en"])
    assert not re.search("错误|谬误|造假", SENTENCES[key]["zh"])


def test_no_sentence_is_unused_and_none_is_missing():
    used = constants() | MADE | {"audit-written"}
    assert [key for key in SENTENCES if key not in used] == []
    assert [key for key in MADE if key not in SENTENCES] == []


def test_every_statement_has_a_rule_and_needs_known_keys():
    assert set(CLAIMS) == set(get_args(Statement))
    assert set(NEEDS) <= set(CLAIMS)


def test_every_finding_of_the_shipped_papers_speaks_both_languages(shipped):
    for finding in rm.audit(shipped):
        for language in LANGUAGES:
            sentence = finding.sentence(language)
            assert sentence.endswith((".", "。"))
            assert "{" not in sentence
        assert finding.verdict in VERDICTS
        assert finding.rule in repr(finding)


def test_a_finding_of_a_rule_states_the_arithmetic_it_rests_on(shipped):
    for finding in rm.audit(shipped):
        if finding.verdict == "cannot-be":
            assert finding.claimed
            assert finding.computed in finding.sentence()
            assert finding.low is not None
            assert finding.source
