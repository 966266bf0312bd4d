"""Grades and standing: which class each unit is in, who leads, and who grows fastest."""

from resilmeter.analyze.grading.classes import SCHEMES, GradeTables, Scheme, grades
from resilmeter.analyze.grading.standing import Standing, standing

__all__ = ["SCHEMES", "GradeTables", "Scheme", "Standing", "grades", "standing"]
