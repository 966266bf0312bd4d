"""Simulate a panel whose dimension means follow printed ones; no number here is a measurement."""

import numpy as np

from resilmeter.examples.gaps import draw_gaps
from resilmeter.examples.levels import Floats, scaled_values
from resilmeter.examples.recipe import Indicator, Recipe

__all__ = ["raw_values", "simulate"]


def simulate(recipe: Recipe) -> Floats:
    """Return the simulated raw panel of a recipe, blanks included.

    Parameters
    ----------
    recipe : Recipe
        Groups, indicators and means to follow.

    Returns
    -------
    (n, m, z) float array
        Cities x years x indicators in raw units, rounded; NaN where the panel has a blank.

    Examples
    --------
    >>> from importlib.resources import files
    >>> from resilmeter.examples.recipe import parse_recipe
    >>> room = files("resilmeter.examples") / "seed_000"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> simulate(parse_recipe(*texts)).shape
    (16, 10, 18)
    """
    rng = np.random.Generator(np.random.PCG64(recipe.seed))
    scaled = scaled_values(recipe, rng)
    raw = np.stack(
        [raw_values(scaled[:, :, j], indicator) for j, indicator in enumerate(recipe.indicators)],
        axis=2,
    )
    raw[draw_gaps(raw, recipe.blanks, rng)] = np.nan
    return raw


def raw_values(scaled: Floats, indicator: Indicator) -> Floats:
    """Lay scaled values over an indicator's raw range, worst value at the wrong end.

    Parameters
    ----------
    scaled : (n, m) float array in [0, 1]
        Values of one indicator, 1 = best.
    indicator : Indicator
        Direction, range and decimals.

    Returns
    -------
    (n, m) float array
        Raw values between `indicator.low` and `indicator.high`, rounded.

    Examples
    --------
    >>> so2 = Indicator("so2", "Pressure", "lower", 1, 0, 50, 1, 0, 1)
    >>> raw_values(np.array([[0.0, 0.9]]), so2)
    array([[50.,  5.]])
    """
    best = {"higher": indicator.high, "lower": indicator.low}.get(indicator.direction)
    if best is not None:
        worst = indicator.low + indicator.high - best
        return np.round(worst + scaled * (best - worst), indicator.decimals) + 0.0
    if indicator.target is None:
        raise ValueError(f"indicator {indicator.code} has direction target but no target interval")
    # Every second city lies above the target interval's middle, the others below.
    middle = sum(indicator.target) / 2
    above = (np.arange(len(scaled)) % 2 == 0)[:, np.newaxis]
    end = np.where(above, indicator.high, indicator.low)
    return np.round(middle + (1 - scaled) * (end - middle), indicator.decimals) + 0.0
