"""Grades by deviation from a reference: gap-free, complete, and possible with the printed mean?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from resilmeter.auditing.compare import worst
from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, Term, Verdict, shown
from resilmeter.auditing.keys import GradeKeys
from resilmeter.auditing.printed import read_printed
from resilmeter.core.intervals import Interval, stacked
from resilmeter.read import shown as text_of

SOURCE = "grades"
HIGH = {"right", "both"}
LOW = {"left", "both"}


def edges(facts: Facts) -> Iterator[Finding]:
    """Look for values with no grade or with two."""
    found = [edge for below, above in pairwise(facts.keys.grade)
             if (edge := _edge(below, above)) is not None]  # fmt: skip
    if len(facts.keys.grade) > 1:
        yield Finding(
            rule="grade-edges", verdict="says-otherwise" if found else "agrees",
            key="grade-edges-open" if found else "grade-edges",
            of=", ".join(grade.name for grade in facts.keys.grade),
            source=facts.sources.get(SOURCE, ""),
            values={"count": len(facts.keys.grade), "edges": found or Term("nothing")},
        )  # fmt: skip


def _edge(below: GradeKeys, above: GradeKeys) -> Term | None:
    """Say what is wrong where one grade meets the next."""
    top, bottom = below.high, above.low
    if top is None or bottom is None or top > bottom:
        return Term("edge-twice", {"below": below.name, "above": above.name})
    owners = (below.closed in HIGH) + (above.closed in LOW)
    if top < bottom or owners == 0:
        return Term("edge-none", {"below": below.name, "above": above.name})
    return Term("edge-twice", {"below": below.name, "above": above.name}) if owners == 2 else None


def counts(facts: Facts) -> Iterator[Finding]:
    """Count the units of each grade: each once, and as many as there are."""
    grades = graded(facts)
    table = facts.texts.get("grades")
    if table is None:
        return
    known = {grade.name for grade in facts.keys.grade}
    unknown = sorted({grade for grade in grades.values() if known and grade not in known})
    twice = len(table) - len(grades)
    right = not unknown and not twice and (not facts.sizes or len(table) == int(facts.units))
    each = [f"{name} {sum(g == name for g in grades.values())}"
            for name in dict.fromkeys(grades.values())]  # fmt: skip
    yield Finding(
        rule="grade-counts", verdict="agrees" if right else "cannot-be",
        of=", ".join(each), claimed=str(len(table)), source=facts.sources.get(SOURCE, ""),
        computed=str(int(facts.units)) if facts.sizes else "",
        values={"each": each, "twice": twice, "unknown": unknown or Term("nothing"),
                "listed": len(table), "units": int(facts.units) if facts.sizes else len(grades)},
    )  # fmt: skip


def graded(facts: Facts) -> dict[str, str]:
    """Map each unit of the table of grades to its grade."""
    table = facts.texts.get("grades")
    if table is None:
        return {}
    return {text_of(row["unit"]): text_of(row["grade"]) for _, row in table.iterrows()}


def reference(facts: Facts) -> Iterator[Finding]:
    """Hold each printed score beside the grade that its unit is in."""
    grades = graded(facts)
    found: list[tuple[str, Verdict, float]] = []
    for unit in facts.names("score"):
        period = facts.periods("score", unit)[-1]
        off = deviation(facts, facts.value("score", unit, period))
        grade = grade_named(facts, grades.get(unit, ""))
        if off is not None and grade is not None:
            found.append((unit, holds(grade, off), float(off.best)))
    if found:
        verdict = worst([v for _, v, _ in found])
        here = [f"{unit} {value:+.1f} % → {grades[unit]}" for unit, v, value in found
                if v == verdict]  # fmt: skip
        yield Finding(
            rule="grade-reference", verdict=verdict, of=", ".join(u for u, _, _ in found),
            key="grade-reference-cannot-be" if verdict == "cannot-be" else "grade-reference",
            claimed=facts.keys.reference, source=facts.sources.get(SOURCE, ""),
            values={"units": here, "reference": facts.keys.reference},
        )  # fmt: skip


def deviation(facts: Facts, score: Interval | None) -> Interval | None:
    """Give the deviation of a score from the reference, in per cent."""
    reference = read_printed(facts.keys.reference)
    if score is None or reference is None or reference.interval.low <= 0:
        return None
    return (score / reference.interval - 1.0) * 100.0


def grade_named(facts: Facts, name: str) -> GradeKeys | None:
    """Return the grade of a name."""
    return next((grade for grade in facts.keys.grade if grade.name == name), None)


def holds(grade: GradeKeys, off: Interval) -> Verdict:
    """Say whether a deviation lies in a grade, can lie in it, or cannot."""
    low = -np.inf if grade.low is None else grade.low
    high = np.inf if grade.high is None else grade.high
    if float(off.high) < low or float(off.low) > high:
        return "cannot-be"
    return "agrees" if low <= float(off.best) <= high else "rounding"


def total(facts: Facts) -> Iterator[Finding]:
    """Hold the mean x number of units beside the least and most that the grades allow."""
    periods = sorted({p for m, _, p in facts.numbers if m == "score"})
    mean = facts.printed("mean", facts.total, periods[-1]) if periods else None
    ends = [e for unit, name in graded(facts).items()
            if (e := _ends(facts, unit, name, periods[-1] if periods else ""))]  # fmt: skip
    if mean is None or not ends or len(ends) < len(graded(facts)):
        return
    least = stacked([low for low, _ in ends]).sum()
    most = stacked([high for _, high in ends]).sum()
    whole = mean.interval * float(len(ends))
    possible = not whole.below(least) and not most.below(whole)
    yield Finding(
        rule="grade-total", verdict="agrees" if possible else "cannot-be", of=periods[-1],
        key="grade-total" if possible else "grade-total-cannot-be",
        claimed=mean.text, computed=shown(float(whole.best), 3),
        source=facts.sources.get(SOURCE, ""),
        values={"mean": mean.text, "count": len(ends), "least": shown(float(least.low), 3),
                "most": shown(float(most.high), 3), "whole": shown(float(whole.best), 3)},
        bounds=Interval(least.low, whole.best, most.high),
    )  # fmt: skip


def _ends(facts: Facts, unit: str, name: str, period: str) -> tuple[Interval, Interval] | None:
    """Give the lowest and highest score of a unit: its own where printed, else its grade's."""
    own = facts.value("score", unit, period)
    grade, reference = grade_named(facts, name), read_printed(facts.keys.reference)
    if own is not None:
        return own, own
    if grade is None or reference is None or grade.high is None:
        return None
    low = -100.0 if grade.low is None else grade.low
    return reference.interval * (1.0 + low / 100.0), reference.interval * (1.0 + grade.high / 100.0)
