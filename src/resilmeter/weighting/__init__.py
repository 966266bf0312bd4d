"""Weigh: from scaled values to one weight an indicator, with the diagnostics beside it."""

from resilmeter.core.weights import AhpMethod, Combination
from resilmeter.weighting.choices import Choices, Combine, Level, WeighScope
from resilmeter.weighting.methods import WEIGHTINGS, Weighting
from resilmeter.weighting.problems import choice_problems
from resilmeter.weighting.weigh import weigh, weights_left
from resilmeter.weighting.weights import Weights

__all__ = [
    "WEIGHTINGS",
    "AhpMethod",
    "Choices",
    "Combination",
    "Combine",
    "Level",
    "WeighScope",
    "Weighting",
    "Weights",
    "choice_problems",
    "weigh",
    "weights_left",
]
