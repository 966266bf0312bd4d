"""What `resilmeter methods` prints: every method with its formula, source and caveats."""

from __future__ import annotations

import re

import pytest

from resilmeter.errors import UsageError
from resilmeter.prepare import IMPUTATIONS, NORMALIZATIONS, TREATMENTS
from resilmeter.scoring import SCORINGS
from resilmeter.study.methods import TOPICS, describe
from resilmeter.weighting import WEIGHTINGS

ALL = [name for methods in TOPICS.values() for name in methods]
CHOICES = [*IMPUTATIONS, *TREATMENTS, *NORMALIZATIONS, *WEIGHTINGS, *SCORINGS]
FORMULA = re.compile(r"``[^`]*[=/(][^`]*``")


def test_every_method_of_a_stage_is_a_topic():
    assert set(CHOICES) <= set(ALL)


def test_the_list_names_every_method_with_a_sentence():
    text = describe()
    for name in ALL:
        (line,) = [row for row in text.splitlines() if row.split()[:1] == [name] and row[0] == " "]
        assert line.rstrip().endswith(".")
        assert len(line.split()) > 3


@pytest.mark.parametrize("name", CHOICES)
def test_methods_to_choose_from_have_formula_and_caveats(name):
    text = describe(name)
    assert "Notes" in text
    assert FORMULA.search(text)
    assert "Caveats" in text


@pytest.mark.parametrize("name", [name for name in ALL if name not in {"bounds", "means"}])
def test_steps_and_analyses_have_a_formula(name):
    assert FORMULA.search(describe(name)) or "``value / denominator * per``" in describe(name)


@pytest.mark.parametrize("name", ["critic", "entropy"])
def test_weights_name_their_source(name):
    assert "doi:" in describe(name)


def test_unknown_method_names_the_nearest():
    with pytest.raises(UsageError, match=r"no method 'entropie'. Nearest: entropy") as caught:
        describe("entropie")
    assert caught.value.exit_code == 2
