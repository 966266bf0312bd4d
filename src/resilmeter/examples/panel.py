"""Write a simulated panel as the text of a CSV file."""

import csv
import io

import numpy as np
from numpy.typing import NDArray

from resilmeter.examples.recipe import Recipe

__all__ = ["city_names", "panel_csv"]


def city_names(recipe: Recipe) -> list[str]:
    """Return the city names, each of which says that the city is simulated.

    Parameters
    ----------
    recipe : Recipe
        Its groups give the first part of each name.

    Returns
    -------
    list of str
        One per city, group by group.

    Examples
    --------
    >>> from importlib.resources import files
    >>> from resilmeter.examples.recipe import parse_recipe
    >>> room = files("resilmeter.examples") / "seed_000"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> city_names(parse_recipe(*texts))[-2:]
    ['Sichuan-15 (simulated)', 'Chongqing-01 (simulated)']
    """
    return [
        f"{group.name}-{number:02d} (simulated)"
        for group in recipe.groups
        for number in range(1, group.size + 1)
    ]


def panel_csv(recipe: Recipe, values: NDArray[np.float64]) -> str:
    """Return the text of a panel file: one line a city and year, one column an indicator.

    Parameters
    ----------
    recipe : Recipe
        Names, years and decimals.
    values : (n, m, z) float array
        Cities x years x indicators; NaN is written as a blank.

    Returns
    -------
    str
        Comma-separated, lines ended by a newline on every system.

    Examples
    --------
    >>> from importlib.resources import files
    >>> from resilmeter.examples.recipe import parse_recipe
    >>> room = files("resilmeter.examples") / "seed_000"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> recipe = parse_recipe(*texts)
    >>> panel_csv(recipe, np.full((16, 10, 18), np.nan)).splitlines()[1]
    'Sichuan-01 (simulated),Sichuan,2011,,,,,,,,,,,,,,,,,,'
    """
    codes = [indicator.code for indicator in recipe.indicators]
    groups = [group.name for group in recipe.groups for _ in range(group.size)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["city", recipe.group_column, "year", *codes])
    for name, group, rows in zip(city_names(recipe), groups, values, strict=True):
        for year, row in zip(recipe.years, rows, strict=True):
            writer.writerow([name, group, year, *_cells(recipe, row)])
    return text.getvalue()


def _cells(recipe: Recipe, row: NDArray[np.float64]) -> list[str]:
    """Write one city-year with each indicator's own number of decimals."""
    return [
        "" if np.isnan(value) else f"{value:.{indicator.decimals}f}"
        for value, indicator in zip(row, recipe.indicators, strict=True)
    ]
