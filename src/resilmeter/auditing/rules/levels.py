"""Levels of other studies: only the share of what can be reached compares (fact 9)."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding
from resilmeter.auditing.keys import ClaimKeys


def same_level(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Say that a level of another study cannot be held beside this one's."""
    periods = facts.periods("mean", facts.total)
    own = facts.printed("mean", facts.total, periods[-1]) if periods else None
    yield Finding(
        rule="same-level", verdict="not-checkable", of=claim.of or facts.total,
        claimed=claim.printed, computed=own.text if own else "", source=claim.cited,
        values={"own": own.text if own else "n/a"},
    )  # fmt: skip
