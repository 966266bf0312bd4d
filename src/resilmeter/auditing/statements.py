"""What each kind of statement needs, and whether the names that it uses are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.keys import ClaimKeys, Statement
from resilmeter.auditing.kinds import BETWEEN, WITHIN
from resilmeter.auditing.printed import is_number
from resilmeter.errors import Problem, problem

# Keys that a statement cannot do without.
NEEDS: Mapping[Statement, tuple[str, ...]] = {
    "value": ("printed",),
    "average": ("printed",),
    "change": ("printed",),
    "growth": ("printed",),
    "largest": ("of",),
    "smallest": ("of",),
    "range": ("low", "high"),
    "overtakes": ("of", "over", "periods"),
    "main-source": ("of",),
    "main-driver": ("of",),
    "can-rank": ("of", "periods"),
    "same-level": ("printed",),
}
NUMBERS = ("printed", "first", "last", "low", "high")


def claim_problems(facts: Facts, *, complete: bool) -> list[Problem]:
    """Find everything wrong with claims and keys; unknown names where all tables were read."""
    known = known_names(facts) if complete else None
    texts = {"reference": facts.keys.reference}
    texts |= {f"table.{place}.total": table.total
              for place, table in enumerate(facts.keys.table, start=1)
              if table.kind == "group-sizes"}  # fmt: skip
    return [
        *_number_problems(texts),
        *(
            found
            for place, claim in enumerate(facts.keys.claim, start=1)
            for found in _problems(claim, f"claim.{place}", known)
        ),
    ]


def known_names(facts: Facts) -> tuple[str, ...]:
    """Give every name that a claim may use."""
    printed = (of for _, of, _ in facts.numbers)
    names = (*facts.groups, *facts.dimensions, *facts.keys.pairs, WITHIN, BETWEEN, *printed)
    return tuple(dict.fromkeys(name for name in names if name))


def _problems(claim: ClaimKeys, key: str, known: tuple[str, ...] | None) -> Iterator[Problem]:
    for name in NEEDS.get(claim.says, ()):
        if not getattr(claim, name):
            yield problem("claim-needs", {"key": f"{key}.{name}"}, says=claim.says)
    if claim.change and len(claim.periods) < 2:
        yield problem("claim-needs", {"key": f"{key}.periods"}, says=claim.says)
    texts = {f"{key}.{name}": getattr(claim, name) for name in NUMBERS}
    yield from _number_problems(texts)
    for name in filter(None, (claim.of, claim.over, *claim.among)):
        if known is not None and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4) or list(known[:8])
            yield problem("audit-unknown-name", {"key": key}, given=name, nearest=near)


def _number_problems(texts: Mapping[str, str]) -> list[Problem]:
    """Find keys whose text is no number."""
    return [problem("text-in-number", {"key": key}, given=text)
            for key, text in texts.items() if not is_number(text)]  # fmt: skip
