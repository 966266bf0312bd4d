"""Join units to shapes by code or name: exact, then by rules; a likeness only suggests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from resilmeter.errors import Problem, doubt, note
from resilmeter.read.boundaries.names import adcode, plain, renamed, stem, stems

Rows = dict[str, list[int]]
Form = tuple[Callable[[str], str], Callable[[str], Sequence[str]]]
# How shapes and units are written before they are compared, from strict to lenient.
FORMS: tuple[Form, ...] = (
    (plain, lambda name: (plain(name),)),
    (adcode, lambda name: (adcode(name),)),
    (stem, lambda name: (renamed(name),)),
    (stem, stems),
)
SHOWN = 12


@dataclass(frozen=True)
class Join:
    """Which shapes belong to which unit.

    Attributes
    ----------
    units : tuple of str
        All units.
    rows : dict of str to list of int
        Positions of the shapes of each joined unit.
    said : dict of str to Problem
        Units whose shapes other units or names claim.
    free : list of str
        Names of the shapes that no unit took.
    """

    units: tuple[str, ...]
    rows: Rows
    said: dict[str, Problem]
    free: list[str]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Units without a shape of their own; looking for names like theirs takes a while."""
        return tuple(
            self.said.get(unit) or _unmatched(unit, self.free)
            for unit in self.units
            if unit not in self.rows
        )


def join(labels: Mapping[str, str], names: Sequence[str], *, several: bool) -> Join:
    """Join units to shapes.

    Parameters
    ----------
    labels : mapping of str to str
        What is compared for each unit: its name, or its code.
    names : sequence of str
        Name or code of each shape; empty for none.
    several : bool
        True if shapes with the same name are parts of one unit.

    Returns
    -------
    Join
        Every unit that exactly one name of shapes answers to. The strictest form of writing that
        finds a shape decides; nothing is joined by mere likeness.
    """
    rows, said, taken = Rows(), dict[str, Problem](), dict[int, str]()
    for of_shape, of_unit in FORMS:
        index = _index(names, of_shape)
        for unit in [unit for unit in labels if unit not in rows and unit not in said]:
            forms = of_unit(labels[unit])
            found = sorted({row for form in forms for row in index.get(form, ())})
            wrong = _wrong(unit, found, names, taken, several=several)
            if wrong is not None:
                said[unit] = wrong
            elif found:
                rows[unit] = found
                taken |= dict.fromkeys(found, unit)
    free = list(dict.fromkeys(name for row, name in enumerate(names) if name and row not in taken))
    return Join(tuple(labels), {unit: rows[unit] for unit in labels if unit in rows}, said, free)


def unused(shapes: Sequence[str], rows: Rows) -> Iterator[Problem]:
    """Name the shapes that no unit took."""
    used = {row for found in rows.values() for row in found}
    free = [name or "(blank)" for row, name in enumerate(shapes) if row not in used]
    if free:
        more = [f"(+{len(free) - SHOWN})"] if len(free) > SHOWN else []
        yield note("boundary-unused", count=len(free), names=[*free[:SHOWN], *more])


def _index(names: Sequence[str], of_shape: Callable[[str], str]) -> Rows:
    """Give the positions of the shapes by the form of their names."""
    index = Rows()
    for row, name in enumerate(names):
        if name:
            index.setdefault(of_shape(name), []).append(row)
    return index


def _wrong(
    unit: str, found: list[int], names: Sequence[str], taken: dict[int, str], *, several: bool
) -> Problem | None:
    """Doubt shapes that have two names, repeat a name, or belong to another unit already."""
    others = sorted({taken[row] for row in found if row in taken})
    if others:
        return doubt("boundary-taken", {"unit": unit}, other=others)
    different = list(dict.fromkeys(names[row] for row in found))
    if len(different) > 1:
        return doubt("boundary-ambiguous", {"unit": unit}, names=different)
    if len(found) > 1 and not several:
        return doubt("boundary-repeated", {"unit": unit}, count=len(found), name=different[0])
    return None


def _unmatched(unit: str, free: list[str]) -> Problem:
    """Name a unit without a shape, with the free names that are most like it."""
    nearest = get_close_matches(unit, free, n=2, cutoff=0.5) or ["-"]
    return doubt("boundary-unmatched", {"unit": unit}, nearest=nearest)
