"""What a simulated panel is made from: groups, indicators and the printed means to follow."""

import csv
import io
import tomllib
from dataclasses import dataclass
from typing import Any

__all__ = ["Dimension", "DriverRecipe", "Group", "Indicator", "Recipe", "Spread", "parse_recipe"]


@dataclass(frozen=True)
class Group:
    """A group of simulated cities."""

    name: str
    size: int
    mean: tuple[float, ...] = ()
    """Printed group means, one per anchor year or one for all; empty: no level of its own."""
    leaders: int = 0
    """How many cities, counted from the first, are set apart as provincial capitals are."""
    boost: float = 0.0
    """How far the leaders stand above the others, in standard deviations of city character."""
    place: tuple[float, float] | None = None
    """Longitude and latitude in degrees round which its cities are scattered; none: no places."""


@dataclass(frozen=True)
class Dimension:
    """A dimension with its printed weight and its printed mean part of the score."""

    name: str
    weight: float
    mean: tuple[float, ...]
    """One per anchor year; mean / weight is the fill rate, the share of what is attainable."""


@dataclass(frozen=True)
class Indicator:
    """An indicator's raw range and how its simulated values are spread over that range."""

    code: str
    dimension: str
    direction: str
    share: float
    """Printed weight; only its size relative to the others of the dimension matters."""
    low: float
    high: float
    decimals: int
    level: float
    """Shift on the logit scale against the dimension's mean; low levels are right-skewed."""
    spread: float
    """How strongly this indicator shows the differences between cities and years."""
    target: tuple[float, float] | None = None


@dataclass(frozen=True)
class DriverRecipe:
    """A simulated driver: its raw range, and how far it goes with the level of a city."""

    name: str
    low: float
    high: float
    decimals: int
    strength: float
    """Correlation with the level of a city in the latent numbers, in [-1, 1]."""
    yearly: float = 0.0
    """Share of its own noise that changes from year to year, in [0, 1]."""
    classes: tuple[str, ...] = ()
    """For categories: their names, from low to high, in equal numbers of cities."""


@dataclass(frozen=True)
class Spread:
    """Standard deviations of the latent parts, before an indicator's own `spread`."""

    common: float
    """City character shared by all indicators."""
    dimension: float
    """City character within one dimension."""
    own: float
    """City character in one indicator."""
    noise: float
    """What changes from year to year."""
    path: tuple[float, float]
    """Factor on the city characters in the first and in the last year."""


@dataclass(frozen=True)
class Recipe:
    """Everything a panel is simulated from; the same recipe gives the same panel."""

    seed: int
    group_column: str
    years: tuple[int, ...]
    anchors: tuple[int, ...]
    """Years for which means are given; growth between them is at a constant rate."""
    overall: tuple[float, ...]
    """Printed overall means that the group means are read against."""
    blanks: float
    """Share of cells left empty."""
    spread: Spread
    groups: tuple[Group, ...]
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    drivers: tuple[DriverRecipe, ...] = ()


def parse_recipe(recipe: str, indicators: str) -> Recipe:
    """Read a recipe from the text of its TOML file and of the indicator list beside it.

    Names, dimensions and directions are read from the list, so that they are written once.

    Parameters
    ----------
    recipe : str
        Text of `recipe.toml`.
    indicators : str
        Text of `indicators.csv`.

    Returns
    -------
    Recipe
        With indicators in the order of the list.

    Examples
    --------
    >>> from importlib.resources import files
    >>> room = files("resilmeter.examples") / "seed_001"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> len(parse_recipe(*texts).indicators)
    12
    """
    data = _tuples(tomllib.loads(recipe))
    first, last = data.pop("period")
    rows = csv.DictReader(io.StringIO(indicators))
    return Recipe(
        years=tuple(range(first, last + 1)),
        spread=Spread(**data.pop("spread")),
        groups=tuple(Group(**row) for row in data.pop("group")),
        dimensions=tuple(Dimension(**row) for row in data.pop("dimension")),
        drivers=tuple(DriverRecipe(**row) for row in data.pop("driver", ())),
        indicators=tuple(_indicator(row, data["indicator"][row["code"]]) for row in rows),
        **{key: value for key, value in data.items() if key != "indicator"},
    )


def _tuples(value: Any) -> Any:
    """Turn every list into a tuple, so that a recipe cannot be changed after it was read."""
    if isinstance(value, dict):
        return {key: _tuples(part) for key, part in value.items()}
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value


def _indicator(row: dict[str, str], numbers: dict[str, Any]) -> Indicator:
    """Join an indicator's line of the list with its numbers of the recipe."""
    target = (float(row["target_low"]), float(row["target_high"])) if row["target_low"] else None
    return Indicator(
        code=row["code"],
        dimension=row["dimension"],
        direction=row["direction"],
        target=target,
        **numbers,
    )
