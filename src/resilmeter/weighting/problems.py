"""Choices that do not fit the weighting or the indicators, found before any value is looked at."""

from __future__ import annotations

from resilmeter.errors import Problem, problem
from resilmeter.framework import Framework
from resilmeter.weighting.choices import Choices


def choice_problems(method: str, choices: Choices, framework: Framework) -> list[Problem]:
    """Find choices that do not fit the method or the framework; looks at no values."""
    return [*_lacking(method, choices, framework), *_unknown(choices, framework)]


def _lacking(method: str, choices: Choices, framework: Framework) -> list[Problem]:
    """Find indicators without a given weight, where some method needs one."""
    combined = method == "combined" and "given" in choices.combine.methods
    if method != "given" and not combined:
        return []
    where = {"key": "weigh.given"}
    lacking = [code for code in framework.codes if code not in choices.given]
    return [problem("given-lacks", where, indicator=code) for code in lacking]


def _unknown(choices: Choices, framework: Framework) -> list[Problem]:
    """Find weights for what is no indicator or dimension."""
    codes, dimensions = framework.codes, framework.dimensions
    named = [("weigh.given", choices.given, codes), ("weigh.fixed", choices.fixed, codes)]
    named.append(("weigh.dimension_weights", choices.dimension_weights, dimensions))
    return [
        problem("given-unknown", {"key": key}, indicator=name, allowed=allowed)
        for key, weights, allowed in named
        for name in weights
        if name not in allowed
    ]
