"""What an audit found: one record a check, with its sentence in English and Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from resilmeter.catalogue import Language, fill, load
from resilmeter.core.intervals import Interval

Verdict = Literal["cannot-be", "says-otherwise", "not-checkable", "rounding", "agrees"]
# Decimals added at most, so that bounds do not print as the same number.
FINER = 2
# Bounds closer than this differ by the rounding of the arithmetic only.
TINY = 1e-12
VERDICTS: tuple[Verdict, ...] = (
    "cannot-be", "says-otherwise", "not-checkable", "rounding", "agrees",
)  # fmt: skip


@dataclass(frozen=True)
class Term:
    """A phrase of the catalogue, written in the language of the sentence that it stands in."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Finding:
    """What one check of one claim or identity found.

    Attributes
    ----------
    rule : str
        Id of the rule.
    verdict : {"cannot-be", "says-otherwise", "not-checkable", "rounding", "agrees"}
        cannot-be: no rounding makes the printed numbers fit; says-otherwise: the printed numbers
        contradict a statement in words, or say what it leaves out; rounding: they differ by no more
        than rounding allows.
    of : str
        What it is about, such as a table, a region, a year.
    claimed : str
        As printed; blank where the paper claims nothing and the number is implied.
    computed : str
        What follows from the other printed numbers; blank if nothing does.
    bounds : Interval or None
        Bounds of the computed number under rounding: `low` and `high`.
    source : str
        Table and line of the paper.
    key : str
        Sentence of the catalogue.
    values : mapping
        What fills its placeholders.
    """

    rule: str
    verdict: Verdict
    of: str = ""
    claimed: str = ""
    computed: str = ""
    bounds: Interval | None = None
    source: str = ""
    key: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def low(self) -> float | None:
        """Lower bound of the computed number."""
        return None if self.bounds is None else float(self.bounds.low)

    @property
    def high(self) -> float | None:
        """Upper bound of the computed number."""
        return None if self.bounds is None else float(self.bounds.high)

    def sentence(self, language: Language = "en") -> str:
        """Say what was found, with the numbers."""
        own: dict[str, object] = {
            "of": self.of, "claimed": self.claimed, "computed": self.computed,
            "low": self.low, "high": self.high,
        }  # fmt: skip
        text = phrase(self.key or self.rule, language, own | dict(self.values))
        return text[:1].upper() + text[1:]

    def __repr__(self) -> str:
        return f"<Finding {self.rule}, {self.verdict}: {self.sentence()}>"


def phrase(key: str, language: Language, values: Mapping[str, object] | None = None) -> str:
    """Look a text of `sentences.toml` up and fill it."""
    given = {name: _said(value, language) for name, value in (values or {}).items()}
    return fill(load("resilmeter.auditing", "sentences.toml")[key][language], given)


def _said(value: object, language: Language) -> object:
    if isinstance(value, Term):
        return phrase(value.key, language, value.values)
    if isinstance(value, (list, tuple)):
        return ("、" if language == "zh" else ", ").join(str(_said(v, language)) for v in value)
    return value


def shown(number: float, decimals: int) -> str:
    """Write a number with so many decimals and a true minus sign.

    >>> shown(-0.00704, 4)
    '−0.0070'
    """
    text = f"{number:.{max(decimals, 0)}f}"
    return (text.removeprefix("-") if float(text) == 0 else text).replace("-", "\u2212")


def spanned(number: Interval, decimals: int) -> dict[str, object]:
    """Give value and bounds as placeholders, with so many decimals or enough to tell bounds."""
    low, best, high = (float(a) for a in (number.low, number.best, number.high))
    most = decimals + FINER
    apart = high - low > TINY * abs(best)
    while apart and decimals < most and shown(low, decimals) == shown(high, decimals):
        decimals += 1
    return {
        "computed": shown(best, decimals),
        "low": shown(low, decimals),
        "high": shown(high, decimals),
    }
