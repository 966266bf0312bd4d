"""Cut a driver into classes: by range, size, natural gaps, growth, spread, or by the outcome.

Every function gives exactly the classes asked for, none empty, or refuses by name.
"""

from resilmeter.core.strata.choose import DISCRETIZATIONS, Discretization, categories, discretize
from resilmeter.core.strata.intervals import (
    equal,
    geometric,
    head_tail,
    manual,
    standard_deviation,
)
from resilmeter.core.strata.natural import natural, natural_breaks
from resilmeter.core.strata.quantiles import quantile
from resilmeter.core.strata.record import Strata
from resilmeter.core.strata.segments import robust

__all__ = [
    "DISCRETIZATIONS",
    "Discretization",
    "Strata",
    "categories",
    "discretize",
    "equal",
    "geometric",
    "head_tail",
    "manual",
    "natural",
    "natural_breaks",
    "quantile",
    "robust",
    "standard_deviation",
]
