"""Primacy, the first unit's score over the second's: what is the second, and does it fit?"""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Verdict, shown, spanned
from resilmeter.auditing.rules.grades import deviation, grade_named, graded, holds
from resilmeter.core.intervals import Interval
from resilmeter.read import shown as text_of


def primacy(facts: Facts) -> Iterator[Finding]:
    """Recover the second unit of each group, and look for one in its grade."""
    table = facts.texts.get("primacy")
    if table is None:
        return
    for _, row in table.iterrows():
        group, unit, period = (text_of(row[c]) for c in ("group", "unit", "period"))
        ratio, first = facts.printed("primacy", group, period), facts.value("score", unit, period)
        if ratio is None or first is None or float(ratio.interval.low) <= 0:
            continue
        second = first / ratio.interval
        off = deviation(facts, second)
        verdict = _verdict(facts, group, unit, off) if ratio.interval.high >= 1.0 else "cannot-be"
        yield Finding(
            rule="primacy", verdict=verdict, of=f"{group}, {period}", claimed=ratio.text,
            key="primacy-cannot-be" if verdict == "cannot-be" else "primacy",
            computed=shown(float(second.best), 4), source=facts.sources.get("primacy", ""),
            values={"group": group, "unit": unit, "primacy": ratio.text,
                    "off": shown(float(off.best), 1) if off is not None else "n/a",
                    **spanned(second, 4)},
            bounds=second,
        )  # fmt: skip


def _verdict(facts: Facts, group: str, first: str, off: Interval | None) -> Verdict:
    """Look for a unit of the group in a grade that holds the second score, and none above."""
    table = facts.texts.get("grades")
    if off is None or table is None or "group" not in table:
        return "agrees"
    members = {text_of(row["unit"]) for _, row in table.iterrows()
               if text_of(row["group"]) == group} - {first}  # fmt: skip
    order = [grade.name for grade in facts.keys.grade]
    own = [g for unit in members if (g := graded(facts)[unit]) in order]
    if not own:
        return "agrees"
    grade = grade_named(facts, max(own, key=order.index))
    return holds(grade, off) if grade else "agrees"
