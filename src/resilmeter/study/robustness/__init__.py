"""Robustness: replay a study with other choices, and say what survives."""

from resilmeter.study.robustness.keys import variant_keys
from resilmeter.study.robustness.variant import Span
from resilmeter.study.robustness.verbs import robustness, uncertainty, vary

__all__ = ["Span", "robustness", "uncertainty", "variant_keys", "vary"]
