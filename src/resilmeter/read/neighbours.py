"""Read who neighbours whom: a square table, a list of pairs, GAL or GWT; and coordinates."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, problem, refuse
from resilmeter.read.files import read_table
from resilmeter.read.numbers import read_numbers, shown

# Between the names of several neighbours in one cell.
SEVERAL = re.compile("[;；、]")


def read_coordinates(path: Path) -> pd.DataFrame:
    """Read a table with the columns unit, lon, lat (degrees); indexed by unit.

    Raises
    ------
    DataError
        A file that cannot be read, missing columns, texts in numbers, a unit twice; all at once.
    """
    table = read_table(path)
    refuse(DataError, table.missing_columns(("unit", "lon", "lat")))
    units = [shown(cell) for cell in table.cells["unit"]]
    numbers = {name: read_numbers(table.cells[name]).values for name in ("lon", "lat")}
    frame = pd.DataFrame(numbers, index=units)
    where = {"file": path.name}
    found = [
        problem("text-in-number", {**where, "unit": unit}, given=str(table.cells[name].iloc[row]))
        for name in ("lon", "lat") for row, unit in enumerate(units)
        if np.isnan(frame[name].iloc[row])
    ]  # fmt: skip
    twice = sorted(set(frame.index[frame.index.duplicated()]))
    found += [problem("coordinates-twice", {**where, "unit": unit}) for unit in twice]
    refuse(DataError, found)
    return frame


def read_neighbours(path: Path) -> pd.DataFrame:
    """Read spatial weights as a square table, rows and columns named by unit.

    A GAL file (unit, number of neighbours, then their names) and a GWT file (unit, neighbour,
    weight) begin with a line of counts. A CSV or Excel file is a square table with the names in its
    first row and column, or has the columns unit, neighbour (one name, or several with semicolons
    between them) and, if wanted, weight.

    Raises
    ------
    DataError
        A file that cannot be read, or that does not have one of these forms.
    """
    if path.suffix.lower() in {".gal", ".gwt"}:
        return _square(_pairs_of_text(path), path)
    table = read_table(path)
    cells = table.cells
    if {"unit", "neighbour"} <= set(cells.columns):
        weights = read_numbers(cells["weight"]).values if "weight" in cells else np.ones(len(cells))
        named = [[shown(cell) for cell in cells[name]] for name in ("unit", "neighbour")]
        rows = zip(*named, weights.tolist(), strict=True)
        return _square([
            (unit, name.strip(), weight)
            for unit, names, weight in rows for name in SEVERAL.split(names)
        ], path)  # fmt: skip
    names = [shown(cell) for cell in cells.iloc[:, 0]]
    values = {str(column): read_numbers(cells[column]).values for column in cells.columns[1:]}
    return pd.DataFrame(values, index=names)


def _pairs_of_text(path: Path) -> list[tuple[str, str, float]]:
    """Read the pairs of a GAL or GWT file."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")[1:]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(problem("cannot-read", {"file": path.name}, detail=str(error))) from None
    rows = [line.split() for line in lines if line.strip()]
    try:
        if path.suffix.lower() == ".gwt":
            return [(unit, other, float(weight)) for unit, other, weight in rows]
        return _gal(rows)
    except (ValueError, IndexError):
        raise DataError(problem("neighbours-form", {"file": path.name})) from None


def _gal(rows: list[list[str]]) -> list[tuple[str, str, float]]:
    """Pair each unit with the names below it; a unit of 0 neighbours may have no line of names."""
    pairs: list[tuple[str, str, float]] = []
    place = 0
    while place < len(rows):
        unit, count = rows[place][0], int(rows[place][1])
        place += 1
        if not count:
            pairs.append((unit, unit, 0.0))
            continue
        if place == len(rows) or len(rows[place]) != count:
            raise ValueError(unit)
        pairs += [(unit, other, 1.0) for other in rows[place]]
        place += 1
    return pairs


def _square(pairs: list[tuple[str, str, float]], path: Path) -> pd.DataFrame:
    units = list(dict.fromkeys(name for pair in pairs for name in pair[:2]))
    if not units:
        raise DataError(problem("neighbours-form", {"file": path.name}))
    out = pd.DataFrame(0.0, units, units)
    for unit, other, weight in pairs:
        out.loc[unit, other] = weight
    return out
