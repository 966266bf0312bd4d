"""Boundaries of units: from a file, of China, or tiles, joined to a panel by code or name."""

from resilmeter.read.boundaries.neighbours import contiguity
from resilmeter.read.boundaries.record import Boundaries
from resilmeter.read.boundaries.tiles import tile_boundaries
from resilmeter.read.boundaries.verb import read_boundaries

__all__ = ["Boundaries", "contiguity", "read_boundaries", "tile_boundaries"]
