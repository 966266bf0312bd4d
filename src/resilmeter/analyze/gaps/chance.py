"""How chance is gauged: shuffles, draws, confidence and the seed of both."""

from __future__ import annotations

from dataclasses import dataclass

from resilmeter.errors import MethodError, Problem, problem, refuse


@dataclass(frozen=True, kw_only=True)
class Chance:
    """How chance is gauged.

    Parameters
    ----------
    shuffles : int
        How often group labels are shuffled; 1 or more. No p value is below 1 / (shuffles + 1).
    draws : int
        How often cities are drawn again, each with all its years; 2 or more.
    confidence : float
        Of intervals, between 0 and 1. A p value above 1 - confidence is like chance.
    seed : int
        Source of shuffles and draws: the same seed gives the same numbers.

    Raises
    ------
    MethodError
        Numbers out of range, all at once.
    """

    shuffles: int = 999
    draws: int = 999
    confidence: float = 0.95
    seed: int = 1

    def __post_init__(self) -> None:
        found = list[Problem]()
        for name, fewest in (("shuffles", 1), ("draws", 2)):
            given = getattr(self, name)
            if given < fewest:
                found.append(problem("draws-positive", {"key": f"inequality.{name}"}, given=given))
        if not 0 < self.confidence < 1:
            where = {"key": "inequality.confidence"}
            found.append(problem("confidence-level", where, given=self.confidence))
        refuse(MethodError, found)


USUAL = Chance()
