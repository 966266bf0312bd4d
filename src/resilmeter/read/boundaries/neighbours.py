"""Neighbours by shared borders."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, problem
from resilmeter.read.boundaries.record import Boundaries


def contiguity(boundaries: Boundaries, *, rook: bool = False) -> pd.DataFrame:
    """Find which units touch.

    Parameters
    ----------
    boundaries : Boundaries
        Shapes of the units.
    rook : bool
        True if neighbours share a line (rook); False if a point is enough (queen).

    Returns
    -------
    DataFrame
        1.0 where two units touch, else 0.0; rows and columns named by unit. Rows of islands are 0.

    Raises
    ------
    DataError
        The extra `spatial` is not installed.

    Notes
    -----
    By `libpysal.graph.Graph.build_contiguity`: borders must share points, as those of one source
    do. Units without a shape are not in the table.

    Examples
    --------
    >>> from resilmeter.study import example
    >>> from resilmeter.read import read_boundaries
    >>> touching = contiguity(read_boundaries("tiles", example("seed-000")), rook=True)
    >>> touching.shape, bool((touching == touching.T).all().all())
    ((16, 16), True)
    """
    if find_spec("libpysal") is None:
        raise DataError(problem("needs-extra", {"key": "data.boundaries"}, extra="spatial"))
    from libpysal.graph import Graph  # noqa: PLC0415

    shapes = boundaries.studied.geometry
    if len(shapes) == 1:
        return pd.DataFrame(np.zeros((1, 1)), shapes.index, shapes.index)
    graph = Graph.build_contiguity(shapes, rook=rook)
    pairs = graph.adjacency[graph.adjacency > 0]
    places = {unit: place for place, unit in enumerate(shapes.index)}
    rows = [places[unit] for unit in pairs.index.get_level_values("focal")]
    columns = [places[unit] for unit in pairs.index.get_level_values("neighbor")]
    matrix = np.zeros((len(shapes), len(shapes)))
    matrix[rows, columns] = 1.0
    return pd.DataFrame(matrix, shapes.index, shapes.index)
