"""Score: from scaled values and weights to an index, its parts and contributions."""

from resilmeter.core.compromise import Distance
from resilmeter.scoring.choices import Ideals, Mean, ScoreChoices, ScoredValues, Scoring
from resilmeter.scoring.methods import SCORINGS
from resilmeter.scoring.rescore import rescored
from resilmeter.scoring.score import score
from resilmeter.scoring.scores import Scores
from resilmeter.scoring.variants import AT_ONCE, parts_under, scores_under

__all__ = [
    "AT_ONCE",
    "SCORINGS",
    "Distance",
    "Ideals",
    "Mean",
    "ScoreChoices",
    "ScoredValues",
    "Scores",
    "Scoring",
    "parts_under",
    "rescored",
    "score",
    "scores_under",
]
