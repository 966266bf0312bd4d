"""Hold a printed number beside what the other printed numbers give."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from resilmeter.auditing.finding import VERDICTS, Finding, Term, Verdict, shown, spanned
from resilmeter.auditing.printed import Printed
from resilmeter.core.intervals import Interval

# Slips of the decimal point that are looked for where a number does not fit.
SLIPS = (10.0, 100.0, 1000.0, 0.1, 0.01, 0.001)
# Differences of decimal numbers are off by a few parts in 1e16 of them.
SLACK = 1e-12


@dataclass(frozen=True)
class Row:
    """One printed number and what it should be.

    Attributes
    ----------
    of : str
        What it is, such as a year.
    printed : Printed
        As printed.
    computed : Interval
        From the other printed numbers.
    due : bool
        True where nothing is printed but the number is due, such as 100 %.
    """

    of: str
    printed: Printed
    computed: Interval
    due: bool = False

    @property
    def verdict(self) -> Verdict:
        """Say whether the two agree at the printed digits, within rounding, or cannot be."""
        if not self.printed.interval.meets(self.computed):
            return "cannot-be"
        near = self.printed.half + SLACK * max(1.0, abs(self.printed.value))
        return "agrees" if self.difference <= near else "rounding"

    @property
    def difference(self) -> float:
        """How far the printed number lies from the computed one."""
        return abs(float(self.computed.best) - self.printed.value)

    @property
    def slip(self) -> float | None:
        """What the printed number must be divided by to fit, if a power of ten does it."""
        if self.verdict != "cannot-be" or self.due:
            return None
        scaled = ((f, self.printed.interval * (1.0 / f)) for f in SLIPS)
        return next((f for f, number in scaled if self.computed.meets(number)), None)

    @property
    def digits(self) -> int:
        """Decimals to show: one more than printed, and those of the parts where it is due."""
        return self.printed.decimals + (not self.printed.counted)

    @property
    def stem(self) -> str:
        """Say which sentences fit: numbers that are printed, or due by definition."""
        return "due" if self.due else "compared"


def compared(rule: str, row: Row, source: str, *, what: Term | None = None) -> Finding:
    """Judge one printed number."""
    slip, verdict = row.slip, row.verdict
    digits = row.digits + (slip is not None)
    values = {"factor": "" if slip is None else f"{slip:g}", **spanned(row.computed, digits)}
    return Finding(
        rule="slip" if slip is not None else rule,
        verdict=verdict,
        of=row.of,
        claimed=row.printed.text,
        computed=str(values["computed"]),
        source=source,
        key="compared-slip" if slip is not None else f"{row.stem}-{verdict}",
        values=values | {"what": what or Term(f"what-{rule}")},
        bounds=row.computed,
    )


def compared_rows(rule: str, rows: Sequence[Row], source: str) -> Iterator[Finding]:
    """Judge many printed numbers: one finding for all that hold, one for each that cannot be."""
    held = [row for row in rows if row.verdict != "cannot-be"]
    yield from (compared(rule, row, source) for row in rows if row.verdict == "cannot-be")
    if len(held) == 1:
        yield compared(rule, held[0], source)
    elif held:
        yield _summary(rule, held, source)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict that weighs most."""
    return min(verdicts, key=VERDICTS.index)


def _summary(rule: str, rows: list[Row], source: str) -> Finding:
    far = max(rows, key=lambda row: row.difference)
    near = [row for row in rows if row.verdict == "rounding"]
    digits = far.digits
    return Finding(
        rule=rule,
        verdict="rounding" if near else "agrees",
        of=f"{rows[0].of} … {rows[-1].of}",
        claimed=far.printed.text,
        computed=shown(float(far.computed.best), digits),
        source=source,
        key=f"{far.stem}-many-{'rounding' if near else 'agrees'}",
        values={"what": Term(f"what-{rule}"), "count": len(rows), "near": len(near),
                "worst": far.of, "difference": shown(far.difference, digits)},
        bounds=far.computed,
    )  # fmt: skip


def not_checkable(rule: str, of: str, claimed: str, source: str, missing: object) -> Finding:
    """Say that a claim cannot be checked, and what would have to be printed."""
    return Finding(
        rule=rule, verdict="not-checkable", of=of, claimed=claimed, source=source,
        key="compared-not-checkable", values={"missing": missing},
    )  # fmt: skip
