"""Find the boundaries that a study names."""

from __future__ import annotations

from resilmeter.errors import DataError, refuse
from resilmeter.panel import Panel
from resilmeter.read import (
    Boundaries,
    read_boundaries,
    read_coordinates,
    read_table,
    shown,
    tile_boundaries,
)
from resilmeter.read.boundaries.verb import BUILT_IN
from resilmeter.study.schema import Study


def boundaries_of(study: Study, panel: Panel) -> Boundaries | None:
    """Read the boundaries of a study; None if it names none.

    Parameters
    ----------
    study : Study
        Its keys `data.boundaries`, `boundaries_key` and `code`; tiles lie by
        `spatial.coordinates`, where these are given.
    panel : Panel
        The units.

    Returns
    -------
    Boundaries or None

    Raises
    ------
    DataError
        As `resilmeter.read_boundaries`; and an unknown column of codes.
    """
    given, places = study.data.boundaries, study.spatial.coordinates
    if not given:
        return None
    if given == "tiles" and places:
        return tile_boundaries(panel, read_coordinates(study.folder / places))
    source = given if given in BUILT_IN else study.folder / given
    key = study.data.boundaries_key or None
    return read_boundaries(source, panel, column=key, codes=_codes(study))


def _codes(study: Study) -> dict[str, str]:
    """Give the code of each unit, from a column of the panel file."""
    data = study.data
    if not data.code:
        return {}
    table = read_table(study.folder / data.panel, data.sheet)
    refuse(DataError, table.missing_columns((data.unit, data.code)))
    pairs = zip(table.cells[data.unit], table.cells[data.code], strict=True)
    return {shown(unit): shown(code) for unit, code in pairs if shown(code)}
