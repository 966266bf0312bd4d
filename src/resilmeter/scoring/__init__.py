"""Score: from scaled values and weights to an index, its parts and contributions."""

from resilmeter.core.compromise import Distance
from resilmeter.scoring.choices import Ideals, Mean, ScoreChoices, ScoredValues, Scoring
from resilmeter.scoring.methods import SCORINGS
from resilmeter.scoring.rescore import rescored
from resilmeter.scoring.score import score
from resilmeter.scoring.scores import Scores

__all__ = [
    "SCORINGS",
    "Distance",
    "Ideals",
    "Mean",
    "ScoreChoices",
    "ScoredValues",
    "Scores",
    "Scoring",
    "rescored",
    "score",
]
