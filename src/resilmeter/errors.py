"""What can go wrong, said in plain words: problems, errors and warnings that users can catch.

A problem is a record: a key into `messages.toml`, the place it was met, and the values its text
needs. The same record serves as an error (the input is refused), as a doubt (the input is used and
the report says so) and as a note (a step that was taken).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import ClassVar, Literal

from resilmeter.catalogue import Language, fill, load

Level = Literal["error", "doubt", "note"]
SHOWN_PER_KIND = 12


@dataclass(frozen=True)
class Problem:
    """One thing to tell the user about the data, the study or a step.

    Parameters
    ----------
    key : str
        Key of the text in `messages.toml`.
    where : mapping of str to object
        Place: any of file, sheet, row, column, indicator, unit, period, group, key.
    values : mapping of str to object
        What the placeholders of the text are filled with.
    level : {"error", "doubt", "note"}
        Whether the input is refused, used under doubt, or a step is merely reported.
    """

    key: str
    where: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    level: Level = "error"

    def place(self, language: Language = "en") -> str:
        """Say where the problem was met, such as `panel.csv, row 4, column so2`."""
        words = load("resilmeter", "messages.toml")
        return ", ".join(
            fill(words[f"at-{name}"][language], {"value": value})
            for name, value in self.where.items()
        )

    def finding(self, language: Language = "en") -> str:
        """Say place and problem, without the way to mend it."""
        message = fill(load("resilmeter", "messages.toml")[self.key][language], self.values)
        place = self.place(language)
        return f"{place}: {message}" if place else message

    def mend(self, language: Language = "en") -> str:
        """Say how to mend it; empty where the finding says all."""
        text = load("resilmeter", "messages.toml")[self.key].get(f"{language}_mend", "")
        return fill(text, self.values)

    def text(self, language: Language = "en") -> str:
        """Say place, problem and mend in a few sentences."""
        return " ".join(part for part in (self.finding(language), self.mend(language)) if part)

    def __str__(self) -> str:
        return self.text()


def problem(key: str, where: Mapping[str, object] | None = None, **values: object) -> Problem:
    """Build a problem that refuses the input."""
    return Problem(key, dict(where or {}), values)


def doubt(key: str, where: Mapping[str, object] | None = None, **values: object) -> Problem:
    """Build a problem that lets the input pass and is shown beside the results."""
    return Problem(key, dict(where or {}), values, level="doubt")


def note(key: str, where: Mapping[str, object] | None = None, **values: object) -> Problem:
    """Build a record of a step that was taken."""
    return Problem(key, dict(where or {}), values, level="note")


def listing(
    problems: Iterable[Problem], language: Language = "en", shown: int | None = SHOWN_PER_KIND
) -> list[str]:
    """Write problems as lines, kind by kind: at most `shown` of each, and their mend once.

    >>> rows = [problem("empty-file", {"file": f"{i}.csv"}) for i in range(3)]
    >>> len(listing(rows, shown=1))
    2
    """
    kept = list(problems)
    order = {key: place for place, key in enumerate(dict.fromkeys(p.key for p in kept))}
    lines: list[str] = []
    for _, kind in groupby(sorted(kept, key=lambda p: order[p.key]), key=lambda p: p.key):
        lines += _kind_lines(list(kind), language, shown)
    return lines


def _kind_lines(kind: list[Problem], language: Language, shown: int | None) -> list[str]:
    """Write the problems of one kind, with the way to mend them once where they share it."""
    mends = {p.mend(language) for p in kind}
    if len(kind) == 1 or len(mends) > 1:
        lines = [p.text(language) for p in kind[:shown]]
        shared = ""
    else:
        lines = [p.finding(language) for p in kind[:shown]]
        shared = mends.pop()
    if shown is not None and len(kind) > shown:
        more = load("resilmeter", "messages.toml")["and-more"][language]
        lines.append(fill(more, {"count": len(kind) - shown}))
    return [*lines, f"-> {shared}"] if shared else lines


class ResilmeterError(Exception):
    """Base of all errors: carries every problem met, not only the first.

    Attributes
    ----------
    problems : tuple of Problem
        All problems of one input.
    exit_code : int
        What the command returns: 1 for data, study and output folder, 2 for wrong usage, 3 for a
        failure of our own.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(listing(self.problems))


class DataError(ResilmeterError):
    """The panel, the indicator table or another input file cannot be used as it is."""


class StudyError(ResilmeterError):
    """The study file asks for something unknown, contradictory or impossible."""


class MethodError(ResilmeterError):
    """A method is not defined for these values; the text says which and what to use instead."""


class OutputError(ResilmeterError):
    """The output folder cannot be written, or holds what must not be replaced."""


class UsageError(ResilmeterError):
    """The command was called in a way that cannot work."""

    exit_code: ClassVar[int] = 2


class SelfTestError(ResilmeterError):
    """A result broke an identity that it must satisfy: a fault of resilmeter, not of the data."""

    exit_code: ClassVar[int] = 3


def refuse(error: type[ResilmeterError], problems: Iterable[Problem]) -> None:
    """Raise `error` with all of `problems` that refuse the input, if there are any, each once."""
    found = {p.text(): p for p in problems if p.level == "error"}
    if found:
        raise error(found.values())


def refuse_unknown(given: object, allowed: Iterable[str], key: str) -> None:
    """Refuse a choice that is not one of those allowed, naming the study's key for it."""
    choices = list(allowed)
    if given not in choices:
        raise StudyError(problem("unknown-method", {"key": key}, given=given, allowed=choices))
