"""The reading room: files to panels; the only room that opens input files."""

from resilmeter.read.boundaries import (
    Boundaries,
    contiguity,
    read_boundaries,
    tile_boundaries,
)
from resilmeter.read.exclude import Exclusion, exclude
from resilmeter.read.files import RawTable, read_table
from resilmeter.read.framework import framework_from_rows, framework_from_table, read_framework
from resilmeter.read.neighbours import read_coordinates, read_neighbours
from resilmeter.read.numbers import read_fraction, read_numbers, read_period, shown
from resilmeter.read.panel import PanelColumns, panel_from_table, read_panel
from resilmeter.read.regions import RegionLookup

__all__ = [
    "Boundaries",
    "Exclusion",
    "PanelColumns",
    "RawTable",
    "RegionLookup",
    "contiguity",
    "exclude",
    "framework_from_rows",
    "framework_from_table",
    "panel_from_table",
    "read_boundaries",
    "read_coordinates",
    "read_fraction",
    "read_framework",
    "read_neighbours",
    "read_numbers",
    "read_panel",
    "read_period",
    "read_table",
    "shown",
    "tile_boundaries",
]
