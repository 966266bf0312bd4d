"""Look regions up by province: the four regions of China's National Bureau of Statistics."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from resilmeter.errors import Problem, doubt, problem

RegionLookup = Literal["china-four-regions"]
REGION_LOOKUPS: tuple[RegionLookup, ...] = get_args(RegionLookup)
REGION_ORDER = ("Eastern", "Central", "Western", "Northeastern")
SUFFIXES = (
    "维吾尔自治区",
    "壮族自治区",
    "回族自治区",
    "自治区",
    "特别行政区",
    "省",
    "市",
    " province",
)


@cache
def _provinces() -> dict[str, str]:
    """Region by province, under its Chinese and its English name, in small letters."""
    text = files("resilmeter.read").joinpath("china_four_regions.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        name.casefold(): row["region"]
        for row in rows
        for name in (row["province_zh"], row["province"])
    }


def region_of(province: str) -> str | None:
    """Give the region of a province, or None if the name is unknown.

    Parameters
    ----------
    province : str
        Chinese (with or without 省, 市, 自治区) or English name.

    Returns
    -------
    str or None
        Eastern, Central, Western or Northeastern.

    Examples
    --------
    >>> region_of("陕西省"), region_of("Shanxi"), region_of("Atlantis")
    ('Western', 'Central', None)
    """
    return _provinces().get(_plain(province))


def _plain(province: str) -> str:
    """Write a province in small letters, without 省, 市, 自治区 and the like."""
    name = province.strip().casefold()
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name


def lookup_problems(provinces: list[str], where: dict[str, object]) -> list[Problem]:
    """List provinces without a region, and warn where Shanxi may stand for Shaanxi."""
    found = [
        problem("unknown-province", where, given=name or "(blank)")
        for name in dict.fromkeys(provinces)
        if region_of(name) is None
    ]
    known = {_plain(name) for name in provinces}
    if "shanxi" in known and "shaanxi" not in known:
        found.append(doubt("shanxi-or-shaanxi", where))
    return found
