"""Simulate where simulated cities lie: scattered round a place for each group."""

import csv
import io

import numpy as np

from resilmeter.examples.panel import city_names
from resilmeter.examples.recipe import Recipe

__all__ = ["places_csv"]

# Standard deviation of the scatter in degrees, about 80 km.
SCATTER = 0.7


def places_csv(recipe: Recipe) -> str:
    """Return the text of a file with the columns unit, lon, lat (degrees).

    Examples
    --------
    >>> from importlib.resources import files
    >>> from resilmeter.examples.recipe import parse_recipe
    >>> room = files("resilmeter.examples") / "seed_002"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> places_csv(parse_recipe(*texts)).count("simulated")
    28
    """
    rng = np.random.Generator(np.random.PCG64(recipe.seed + 2))
    middles = [group.place for group in recipe.groups for _ in range(group.size)]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["unit", "lon", "lat"])
    for name, middle in zip(city_names(recipe), middles, strict=True):
        lon, lat = np.array(middle) + SCATTER * rng.standard_normal(2)
        writer.writerow([name, f"{lon:.3f}", f"{lat:.3f}"])
    return text.getvalue()
