"""How a claim is named in findings."""

from __future__ import annotations

from collections.abc import Sequence

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.keys import ClaimKeys


def named(facts: Facts, claim: ClaimKeys, periods: Sequence[str] = ()) -> str:
    """Name what a claim is about: of whom, and when."""
    ends = dict.fromkeys((*periods[:1], *periods[-1:]))
    return ", ".join(filter(None, (facts.pair_name(claim.of), "–".join(ends))))
