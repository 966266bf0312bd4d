"""Diagnose: what an author and a reviewer must know of an index before they believe it."""

from resilmeter.analyze.diagnosis.diagnose import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
