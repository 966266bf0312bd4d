"""Keys that a study sets although its methods do not read them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from resilmeter.errors import Problem, doubt
from resilmeter.read.boundaries.verb import BUILT_IN
from resilmeter.scoring import SCORINGS
from resilmeter.study.schema import Study


def _weighs_by(name: str) -> Callable[[Study], bool]:
    """Tell whether a weighting is used, by itself or in a combination."""

    def used(study: Study) -> bool:
        """Tell whether this study uses it."""
        keys = study.weigh
        return keys.method == name or (keys.method == "combined" and name in keys.combine.methods)

    return used


def _scores_by(name: str) -> Callable[[Study], bool]:
    return lambda study: study.score.method == name


def _treats_by(*names: str) -> Callable[[Study], bool]:
    return lambda study: study.prepare.treat.method in names


# Section, key, when it is read, and how a user says so.
RULES: tuple[tuple[str, str, Callable[[Study], bool], str], ...] = (
    ("data", "boundaries_key", lambda s: s.data.boundaries not in {"", *BUILT_IN},
     "data.boundaries is a file"),
    ("data", "code", lambda s: s.data.boundaries not in {"", "tiles"},
     'data.boundaries is a file or "china"'),
    ("present", "maps", lambda s: bool(s.data.boundaries), "data.boundaries is set"),
    ("prepare.normalize", "base_period",
     lambda s: s.prepare.normalize.scope == "base-period",
     'prepare.normalize.scope = "base-period"'),
    ("prepare.normalize", "goalposts",
     lambda s: s.prepare.normalize.scope == "fixed", 'prepare.normalize.scope = "fixed"'),
    ("prepare.treat", "percentiles", _treats_by("winsorize"), 'prepare.treat.method = "winsorize"'),
    ("prepare.treat", "most", _treats_by("jrc"), 'prepare.treat.method = "jrc"'),
    ("prepare.treat", "power", _treats_by("box-cox"), 'prepare.treat.method = "box-cox"'),
    ("prepare.treat", "indicators", lambda s: s.prepare.treat.method != "none",
     "prepare.treat.method is set"),
    ("prepare.treat", "scope", lambda s: s.prepare.treat.method != "none",
     "prepare.treat.method is set"),
    ("prepare.impute", "neighbours",
     lambda s: s.prepare.impute.method == "nearest-neighbours",
     'prepare.impute.method = "nearest-neighbours"'),
    ("weigh", "shift", _weighs_by("entropy"), 'weigh.method = "entropy"'),
    ("weigh", "given", _weighs_by("given"), 'weigh.method = "given"'),
    ("weigh", "ahp", _weighs_by("ahp"), 'weigh.method = "ahp"'),
    ("weigh", "combine", lambda s: s.weigh.method == "combined", 'weigh.method = "combined"'),
    ("weigh", "dimension_weights", lambda s: s.weigh.level == "within-dimension",
     'weigh.level = "within-dimension"'),
    ("score", "exponent", _scores_by("power-mean"), 'score.method = "power-mean"'),
    ("score", "levels", _scores_by("levels"), 'score.method = "levels"'),
    ("score", "distance", _scores_by("topsis"), 'score.method = "topsis"'),
    ("score", "ideals", lambda s: SCORINGS[s.score.method].ideals,
     "score.method is topsis, vikor, grey-relation, rank-sum-ratio or mazziotta-pareto"),
    ("score", "strategy", _scores_by("vikor"), 'score.method = "vikor"'),
    ("score", "distinguishing", _scores_by("grey-relation"), 'score.method = "grey-relation"'),
    ("score", "imported", _scores_by("imported"), 'score.method = "imported"'),
)  # fmt: skip


def unused_keys(study: Study) -> Iterator[Problem]:
    """Doubt keys that are set and not read.

    Parameters
    ----------
    study : Study
        What is asked.

    Yields
    ------
    Problem
        Names the key, and where it would be read.
    """
    for section, key, read, needs in RULES:
        keys: Any = study
        for name in section.split("."):
            keys = getattr(keys, name)
        if key in keys.model_fields_set and not read(study):
            yield doubt("key-unused", {"key": f"{section}.{key}"}, needs=needs)
