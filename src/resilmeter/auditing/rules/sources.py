"""Main source of a gap, main driver of a rise: a share needs its yardstick (facts 1 and 4)."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.compare import not_checkable
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, Verdict, shown
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.rules.naming import named
from resilmeter.auditing.rules.null import null_of, share_name
from resilmeter.core.intervals import stacked

# A share within a twentieth of what random labels give says nothing about the groups.
NEAR = 0.05


def main_source(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold "the main source" beside the share that random labels would give."""
    periods = claim.periods or facts.periods("share", claim.of)
    shares = [p.value for period in periods if (p := facts.printed("share", claim.of, period))]
    null = null_of(facts).get(claim.of)
    of = named(facts, claim, periods)
    if null is None or not shares:
        missing = Term("what-size" if shares else "what-share")
        yield not_checkable("main-source", of, claim.says, claim.cited, missing)
        return
    mean = sum(shares) / len(shares)
    below = [p for p, share in zip(periods, shares, strict=True) if share < null]
    chance = mean <= (1.0 + NEAR) * null
    verdict: Verdict = "says-otherwise" if chance or mean <= 50.0 else "agrees"
    yield Finding(
        rule="main-source", verdict=verdict, of=of, claimed=claim.says, computed=shown(null, 2),
        source=claim.cited, key="main-source-chance" if chance else "main-source",
        values={"name": share_name(facts, claim.of), "least": shown(min(shares), 2),
                "most": shown(max(shares), 2), "mean": shown(mean, 2), "null": shown(null, 2),
                "below": below or Term("nothing")},
    )  # fmt: skip


def main_driver(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Hold "contributes most to the rise" beside the changes, which are not the levels."""
    names = tuple(n for n in facts.dimensions if n in facts.names("mean"))
    periods = claim.periods or (facts.periods("mean", *names) if names else ())
    of = named(facts, claim, periods)
    first, last = (facts.all_printed("mean", names, p[0]) if p else None
                   for p in (periods[:1], periods[-1:]))  # fmt: skip
    if first is None or last is None or claim.of not in names or len(periods) < 2:
        yield not_checkable("main-driver", of, claim.says, claim.cited, Term("what-mean"))
        return
    moves = last - first
    change, levels = moves.sum(), last.best / last.best.sum()
    whole = float(change.best)
    toward = 1.0 if whole > 0 else -1.0
    top = names[int((toward * moves.best).argmax())]
    own, best = (moves[names.index(n)] * toward for n in (claim.of, top))
    # which way the whole moved must be certain before anything drives it
    sure = bool(own.below(best)) and not (float(change.low) <= 0 <= float(change.high))
    share = [100.0 * float(m) / whole if whole else 0.0 for m in moves.best]
    verdict: Verdict = "agrees" if top == claim.of else "says-otherwise" if sure else "rounding"
    yield Finding(
        rule="main-driver", verdict=verdict, of=of, claimed=claim.of, computed=top,
        source=claim.cited, key="main-driver" if top == claim.of else "main-driver-other",
        values={"name": claim.of, "top": top, "whole": shown(whole, 3),
                "share": shown(share[names.index(claim.of)], 1),
                "level": shown(100.0 * float(levels[names.index(claim.of)]), 1),
                "most": shown(share[names.index(top)], 1)},
    )  # fmt: skip


def all_moves(facts: Facts) -> Iterator[Finding]:
    """Give each dimension's share of the change beside its share of the level."""
    names = tuple(n for n in facts.dimensions if n in facts.names("mean"))
    periods = facts.periods("mean", *names, facts.total) if names and facts.total else ()
    if len(periods) < 2:
        return
    ends = [facts.all_printed("mean", names, p) for p in (periods[0], periods[-1])]
    first, last = (stacked([]) if end is None else end for end in ends)
    moves = (last - first).best
    if not moves.sum() or first.best.size != len(names):
        return
    shares = [shown(100.0 * float(m / moves.sum()), 1) for m in moves]
    levels = [shown(100.0 * float(v / last.best.sum()), 1) for v in last.best]
    yield Finding(
        rule="change-shares", verdict="agrees", of=f"{periods[0]} … {periods[-1]}",
        computed=shown(float(moves.sum()), 3), source=facts.sources.get("means", ""),
        values={"shares": [f"{n} {s} %" for n, s in zip(names, shares, strict=True)],
                "levels": [f"{n} {v} %" for n, v in zip(names, levels, strict=True)]},
    )  # fmt: skip
