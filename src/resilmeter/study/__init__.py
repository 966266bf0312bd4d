"""The study: one file that says everything, and the walk along the line of stages."""

from resilmeter.study.comparison import compare
from resilmeter.study.example import example, new_study
from resilmeter.study.output import write
from resilmeter.study.repeat import repeat
from resilmeter.study.robustness import Span, uncertainty, variant_keys, vary
from resilmeter.study.run import check_study, run, run_into
from resilmeter.study.schema import Study

__all__ = [
    "Span",
    "Study",
    "check_study",
    "compare",
    "example",
    "new_study",
    "repeat",
    "run",
    "run_into",
    "uncertainty",
    "variant_keys",
    "vary",
    "write",
]
