"""Simulate drivers of a simulated panel: some go with the level of cities, some mean nothing."""

import csv
import io

import numpy as np

from resilmeter.examples.levels import Floats
from resilmeter.examples.panel import city_names
from resilmeter.examples.recipe import DriverRecipe, Recipe

__all__ = ["drivers_csv"]


def drivers_csv(recipe: Recipe, values: Floats) -> str:
    """Return the text of a drivers file: one line a city and year, one column a driver.

    Parameters
    ----------
    recipe : Recipe
        Names, ranges and strengths.
    values : (n, m, z) float array
        The simulated panel, in raw units; NaN where blank.

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
    >>> drivers_csv(recipe, np.zeros((16, 10, 18))).count("simulated")
    160
    """
    rng = np.random.Generator(np.random.PCG64(recipe.seed + 1))
    level = _levels(recipe, values)
    columns = [_cells(driver, level, rng) for driver in recipe.drivers]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["city", "year", *(driver.name for driver in recipe.drivers)])
    for i, name in enumerate(city_names(recipe)):
        for t, year in enumerate(recipe.years):
            writer.writerow([name, year, *(column[i][t] for column in columns)])
    return text.getvalue()


def _levels(recipe: Recipe, values: Floats) -> Floats:
    """Return how high each city stands in each year, (n, m), with mean 0 and spread 1 a year."""
    low = np.array([indicator.low for indicator in recipe.indicators])
    high = np.array([indicator.high for indicator in recipe.indicators])
    share = (values - low) / (high - low)
    signs = {"higher": 1.0, "lower": -1.0}
    sign = np.array([signs.get(i.direction, 0.0) for i in recipe.indicators])
    level = np.nansum(share * sign, axis=2)
    spread = level.std(axis=0)
    centred: Floats = (level - level.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return centred


def _cells(driver: DriverRecipe, level: Floats, rng: np.random.Generator) -> list[list[str]]:
    """Return the texts of one driver, (n, m): persistent noise, yearly noise, and the level."""
    n, m = level.shape
    city, year = rng.standard_normal((n, 1)), rng.standard_normal((n, m))
    noise = np.sqrt(1 - driver.yearly) * city + np.sqrt(driver.yearly) * year
    own = driver.strength * level + np.sqrt(1 - driver.strength**2) * noise
    if driver.classes:
        rank = np.argsort(np.argsort(own.mean(axis=1), kind="stable"), kind="stable")
        names = [driver.classes[r * len(driver.classes) // n] for r in rank.tolist()]
        return [[name] * m for name in names]
    raw = driver.low + (driver.high - driver.low) / (1 + np.exp(-own))
    return [[f"{value:.{driver.decimals}f}" for value in row] for row in raw]
