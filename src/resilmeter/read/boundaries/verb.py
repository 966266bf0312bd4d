"""The verb: boundaries from a file or of China, joined to a panel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from resilmeter.errors import DataError, Problem, note, problem
from resilmeter.panel import Panel
from resilmeter.read.boundaries import china
from resilmeter.read.boundaries.files import fingerprint, open_shapes
from resilmeter.read.boundaries.join import Join, join, unused
from resilmeter.read.boundaries.record import Boundaries
from resilmeter.read.boundaries.tiles import tile_boundaries
from resilmeter.read.numbers import shown

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

BUILT_IN = CHINA, TILES = "china", "tiles"


@dataclass(frozen=True, eq=False)
class Source:
    """Shapes before they are joined, and the columns to compare."""

    frame: GeoDataFrame
    columns: tuple[str, ...]
    source: str
    sha256: str = ""
    several: bool = False
    found: list[Problem] = field(default_factory=list)


def read_boundaries(
    source: str | Path,
    panel: Panel,
    *,
    column: str | None = None,
    codes: Mapping[str, str] | None = None,
) -> Boundaries:
    """Read the shapes of the units of a panel.

    Parameters
    ----------
    source : str or Path
        GeoJSON, GeoPackage or Shapefile (or one in a ZIP archive); "china" for the prefectures or
        provinces of China, whichever more units match; "tiles" for hexagons, one a unit, that need
        no boundaries at all.
    panel : Panel
        Units to look for.
    column : str, optional
        Column of the file with names or codes of the units; the one that most units match if left
        out. Rows with the same name are then parts of one unit.
    codes : mapping of str to str, optional
        Code of each unit, such as the six digits of its adcode; compared instead of its name.
        English names of prefectures of China need it, since several are spelt alike.

    Returns
    -------
    Boundaries

    Raises
    ------
    DataError
        A file that cannot be read or placed on the globe, an unknown column, units none of which
        has a shape, or an extra that is not installed (`maps`; `china`).

    Notes
    -----
    Names are compared in four forms, strictest first: as written (NFKC, without blanks); as codes
    of 4, 6 or 12 digits; under their present name (襄樊 is 襄阳); without 市, 地区, 盟, 自治州 and
    the like. What is merely alike is suggested and never joined. Two former prefectures, Chaohu
    (to 2010) and Laiwu (to 2018), are put together from districts of today and cut out of the
    prefectures that took them over. All other shapes are those of today.

    Examples
    --------
    >>> from resilmeter.study import example
    >>> read_boundaries("tiles", example("seed-000"))
    <Boundaries: 16 units by order, 0 without a shape, 0 other shapes; tiles>
    """
    if find_spec("geopandas") is None:
        raise DataError(problem("needs-extra", {"key": "data.boundaries"}, extra="maps"))
    if source == TILES:
        return tile_boundaries(panel)
    labels = {unit: (codes or {}).get(unit, unit) for unit in panel.units}
    if source == CHINA:
        return _of_china(labels, panel)
    given = _of_file(Path(source), column)
    return _joined(given, labels)


def _of_file(path: Path, column: str | None) -> Source:
    """Read a file, and say which of its columns may name the units."""
    frame, found = open_shapes(path)
    named = [str(name) for name in frame.columns if name != frame.geometry.name]
    if column is not None and column not in named:
        raise DataError(problem("unknown-column", {"file": path.name, "column": column},
                                nearest=", ".join(named[:8]) or "-"))  # fmt: skip
    columns = (column,) if column is not None else tuple(named)
    several = column is not None
    return Source(frame, columns, path.name, fingerprint(path), several, found)


def _of_china(labels: Mapping[str, str], panel: Panel) -> Boundaries:
    """Choose prefectures or provinces by what more units match."""
    cities, found = china.with_former(china.layer("city"), labels, panel.periods)
    sources = [
        Source(china.layer("province"), ("name", "english", "adcode"), china.source()),
        Source(cities, ("name", "adcode"), china.source(), found=found),
    ]
    best = max(sources, key=lambda given: len(_best(given, labels)[1].rows))
    return _joined(best, labels, lines=china.lines())


def _best(given: Source, labels: Mapping[str, str]) -> tuple[str, Join]:
    """Join by each column that may name the units, and keep the one that joins most."""
    joins = {
        name: join(labels, [shown(cell) for cell in given.frame[name]], several=given.several)
        for name in given.columns
    }
    if not joins:
        return "", Join((), {}, {}, [])
    best = max(joins, key=lambda name: len(joins[name].rows))
    return best, joins[best]


def _joined(given: Source, labels: Mapping[str, str], lines: GeoSeries | None = None) -> Boundaries:
    """Put the shapes of units first, in the order of the panel, then all others."""
    column, found = _best(given, labels)
    if not found.rows:
        raise DataError(problem(
            "boundary-none", {"key": "data.boundaries"}, source=given.source,
            units=list(labels)[:5], columns=given.columns,
        ))  # fmt: skip
    names = [shown(cell) for cell in given.frame["name" if lines is not None else column]]
    joined = note("boundary-joined", count=len(found.rows), column=column, source=given.source)
    regions = given.frame["region"].to_list() if lines is not None else [""] * len(names)
    return Boundaries(
        frame=_ordered(given.frame, found.rows, names, regions),
        unmatched=tuple(unit for unit in labels if unit not in found.rows),
        source=given.source,
        sha256=given.sha256,
        column=column,
        steps=(*given.found, joined, *found.problems, *unused(names, found.rows)),
        lines=lines,
    )


def _ordered(
    frame: GeoDataFrame, rows: dict[str, list[int]], names: list[str], regions: list[str]
) -> GeoDataFrame:
    from geopandas import GeoDataFrame  # noqa: PLC0415

    used = {row for found in rows.values() for row in found}
    rest = [row for row in range(len(frame)) if row not in used]
    shapes = frame.geometry
    together = [
        shapes.iloc[found[0]] if len(found) == 1 else shapes.iloc[found].union_all()
        for found in rows.values()
    ]
    first = [*(found[0] for found in rows.values()), *rest]
    table = pd.DataFrame({
        "unit": [*rows, *[""] * len(rest)],
        "name": [names[row] for row in first],
        "region": [regions[row] for row in first],
    })  # fmt: skip
    return GeoDataFrame(table, geometry=[*together, *shapes.iloc[rest]], crs=frame.crs)
