"""GeoDetector: q beside what noise gives, and interactions that cannot weaken (facts 6 and 7)."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Verdict, shown
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.kinds import TIMES
from resilmeter.auditing.printed import read_printed
from resilmeter.core.intervals import Interval, exact
from resilmeter.read import shown as text_of


def factors(facts: Facts) -> Iterator[Finding]:
    """Set each q beside its expectation under noise, (L - 1) / (N - 1), and beside N / L."""
    table = facts.texts.get("factors")
    units = next((t.units for t in facts.keys.table if t.kind == "factors"), None)
    if table is None or units is None:
        return
    for _, row in table.iterrows():
        q = facts.printed("q", text_of(row["factor"]))
        strata = read_printed(row["strata"], counted=True)
        if q is None or strata is None or not 2 <= strata.value < units:
            continue
        noise = (strata.value - 1.0) / (units - 1.0)
        rest = (exact(1.0) - q.interval) * ((units - 1.0) / (units - strata.value))
        verdict = _verdict(q.interval, noise)
        yield Finding(
            rule="q-noise", verdict=verdict, of=text_of(row["factor"]), claimed=q.text,
            key=f"q-noise-{verdict}", computed=shown(noise, 3),
            source=facts.sources.get("factors", ""),
            values={"name": text_of(row["factor"]), "units": units, "strata": strata.text,
                    "each": shown(units / strata.value, 1),
                    "adjusted": shown(1.0 - float(rest.best), 3)},
            bounds=exact(1.0) - rest,
        )  # fmt: skip


def _verdict(q: Interval, noise: float) -> Verdict:
    if float(q.low) > 1.0 or float(q.high) < 0.0:
        return "cannot-be"
    return "agrees" if float(q.best) > noise else "says-otherwise"


def interactions(facts: Facts) -> Iterator[Finding]:
    """Hold each q of two factors beside the larger of theirs, which it cannot be below."""
    for pair in facts.names("q-pair"):
        both = facts.printed("q-pair", pair)
        single = [p for name in pair.split(TIMES) if (p := facts.printed("q", name))]
        if both is None or len(single) < 2:
            continue
        larger = max(single, key=lambda p: p.value)
        verdict: Verdict = "agrees" if both.value >= larger.value else "rounding"
        if both.interval.below(larger.interval):
            verdict = "cannot-be"
        yield Finding(
            rule="q-pair", verdict=verdict, of=pair, claimed=both.text, computed=larger.text,
            key="q-pair-cannot-be" if verdict == "cannot-be" else "q-pair",
            source=facts.sources.get("interactions", ""), values={"name": pair},
            bounds=larger.interval,
        )  # fmt: skip


def all_enhance(facts: Facts, claim: ClaimKeys) -> Iterator[Finding]:
    """Say that "all pairs enhance each other" holds for any factors, noise included."""
    pairs = facts.names("q-pair")
    yield Finding(
        rule="all-enhance", verdict="says-otherwise", of=", ".join(pairs), claimed=claim.says,
        source=claim.cited, values={"count": len(pairs)},
    )  # fmt: skip
