"""Weigh: from scaled values to one weight an indicator, with the diagnostics beside it."""

from resilmeter.core.weights import AhpMethod, Combination
from resilmeter.weighting.choices import Choices, Combine, Level
from resilmeter.weighting.methods import WEIGHTINGS, Weighting
from resilmeter.weighting.weights import Weights, choice_problems, weigh

__all__ = [
    "WEIGHTINGS",
    "AhpMethod",
    "Choices",
    "Combination",
    "Combine",
    "Level",
    "Weighting",
    "Weights",
    "choice_problems",
    "weigh",
]
