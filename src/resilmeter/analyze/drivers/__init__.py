"""Drivers: what goes with the differences between units, beside what noise would explain."""

from resilmeter.analyze.drivers.analysis import DriverAnalysis, analyze_drivers
from resilmeter.analyze.drivers.choices import Driver, DriverChoices
from resilmeter.analyze.drivers.classes import Classes, discretize
from resilmeter.analyze.drivers.ecological import EcologicalPairs, detect_ecological
from resilmeter.analyze.drivers.factors import Factors, detect_factors
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.interactions import Interactions, detect_interactions
from resilmeter.analyze.drivers.risk import Risks, detect_risk
from resilmeter.analyze.drivers.search import SearchedStrata, optimal_strata
from resilmeter.analyze.drivers.shapley import ShapleyShares, shapley_drivers
from resilmeter.analyze.drivers.source import TableOf

__all__ = [
    "Classes",
    "Driver",
    "DriverAnalysis",
    "DriverChoices",
    "Drivers",
    "EcologicalPairs",
    "Factors",
    "Interactions",
    "Risks",
    "SearchedStrata",
    "ShapleyShares",
    "TableOf",
    "analyze_drivers",
    "detect_ecological",
    "detect_factors",
    "detect_interactions",
    "detect_risk",
    "discretize",
    "gather_drivers",
    "optimal_strata",
    "shapley_drivers",
]
