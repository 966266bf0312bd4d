"""Can an indicator be among the largest obstacles, with the printed weights and scores (fact 5)?"""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt

import numpy as np

from resilmeter.auditing.compare import not_checkable
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, Verdict, shown, spanned
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.rules.naming import named
from resilmeter.core.intervals import Interval
from resilmeter.core.obstacles import feasibility_bound


def can_rank(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold a named obstacle beside the lowest score with which it can rank so high."""
    of, period = named(facts, claim, claim.periods[:1]), claim.periods[0]
    needed = _needed(facts, claim)
    highest = highest_score(facts, period, claim.at_least)
    if needed is None or highest is None:
        missing = Term("what-weight" if needed is None else "what-score")
        yield not_checkable("obstacle", of, _said(claim), claim.cited, missing)
        return
    verdict: Verdict = "agrees" if needed.best <= highest.best else "rounding"
    if highest.below(needed):
        verdict = "cannot-be"
    weight = facts.printed("weight", claim.of)
    yield Finding(
        rule="obstacle", verdict=verdict, of=of, claimed=_said(claim),
        computed=shown(float(needed.best), 3), source=claim.cited,
        key="obstacle-cannot-be" if verdict == "cannot-be" else "obstacle",
        values={"name": claim.of, "weight": weight.text if weight else "", "rank": _rank(claim),
                "highest": shown(float(highest.high), 4), "period": period,
                "units": claim.at_least, **spanned(needed, 3)},
        bounds=needed,
    )  # fmt: skip


def _rank(claim: ClaimKeys) -> Term:
    return Term("rank-among", {"place": claim.place}) if claim.place > 1 else Term("rank-first")


def _said(claim: ClaimKeys) -> str:
    return f"1–{claim.place}" if claim.place > 1 else "1"


def _needed(facts: Facts, claim: ClaimKeys) -> Interval | None:
    """Lowest score for the place: it falls where weights are rounded up."""
    names = facts.names("weight")
    weights = facts.all_printed("weight", names, "") if names else None
    if weights is None or facts.keys.index != "weighted-sum" or claim.of not in names:
        return None
    own = names.index(claim.of)
    ends = (weights.high, weights.best, np.maximum(weights.low, 0.0))
    low, best, high = (feasibility_bound(w, claim.place)[own] for w in ends)
    return Interval(np.asarray(low), np.asarray(best), np.asarray(high))


def highest_score(facts: Facts, period: str, units: int) -> Interval | None:
    """Bound the score that so many units can all reach, from what is printed.

    The mean of the `units` highest of n values is at most mean + sd sqrt((n - units) / units)
    (Samuelson's inequality for one); the leaders of all groups bound the highest one as well.
    """
    mean, sd = facts.printed("mean", facts.total, period), facts.printed("sd", "", period)
    found = []
    if mean and sd and facts.units > units:
        most = mean.interval + sd.interval * sqrt((facts.units - units) / units)
        found.append(most)
    leaders = _leaders(facts, period)
    if leaders:
        found.append(max(leaders, key=lambda score: float(score.best)))
    return min(found, key=lambda score: float(score.high)) if found else None


def _leaders(facts: Facts, period: str) -> list[Interval]:
    """Scores of the first unit of every group; empty unless all are printed."""
    table = facts.texts.get("primacy")
    if table is None or set(map(str, table["group"])) != set(facts.groups):
        return []
    own = table[table["period"].map(str) == period]
    scores = [facts.printed("score", str(unit), period) for unit in own["unit"]]
    return [s.interval for s in scores if s] if scores and all(scores) else []
