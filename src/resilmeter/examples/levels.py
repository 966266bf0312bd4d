"""Draw values in [0, 1] that follow the printed means of dimensions and groups.

Every value starts as a latent normal number (city character + yearly noise) and is squeezed into
[0, 1] by a logistic curve. One shift per dimension, year and group of cities is solved for, so
that the weighted means are the printed ones.
"""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from resilmeter.examples.recipe import Recipe

__all__ = ["Floats", "scaled_values"]

Floats: TypeAlias = NDArray[np.float64]

_ROUNDS: Final = 25  # bottom and top settle to 1e-6 well before this
_HALVINGS: Final = 60  # of an interval of length 80: below float resolution
_FURTHEST: Final = 40.0
_LIFT: Final = 8  # high, so that pinning the top moves the highest few cells and no others


def scaled_values(recipe: Recipe, rng: np.random.Generator) -> Floats:
    """Return values in [0, 1], 1 = best, whose weighted means are the recipe's.

    Parameters
    ----------
    recipe : Recipe
        Groups, indicators and means to follow.
    rng : numpy.random.Generator
        Source of the city characters and the noise.

    Returns
    -------
    (n, m, z) float array
        Pooled minimum 0 and maximum 1 in every indicator, so that a pooled min-max of the
        panel gives these values back.

    Examples
    --------
    >>> from importlib.resources import files
    >>> from resilmeter.examples.recipe import parse_recipe
    >>> room = files("resilmeter.examples") / "seed_001"
    >>> texts = [(room / f).read_text("utf-8") for f in ("recipe.toml", "indicators.csv")]
    >>> scaled_values(parse_recipe(*texts), np.random.Generator(np.random.PCG64(1))).max()
    np.float64(1.0)
    """
    latent = _latent(recipe, rng)
    bottom, lift = np.zeros(latent.shape[2]), np.zeros_like(latent)
    for _ in range(_ROUNDS):  # the shifts move the extremes and the extremes move the shifts
        squeezed = _logistic(latent + _shifts(recipe, latent, bottom, lift))
        bottom = squeezed.min(axis=(0, 1))
        above = (squeezed - bottom) / (1 - bottom)
        top = above.max(axis=(0, 1))
        lift = (1 - top) * (above / top) ** _LIFT
    values: Floats = above + lift
    return values


def _latent(recipe: Recipe, rng: np.random.Generator) -> Floats:
    """Draw city characters and yearly noise, (n, m, z), before any shift."""
    n, m, z = sum(g.size for g in recipe.groups), len(recipe.years), len(recipe.indicators)
    names = [dimension.name for dimension in recipe.dimensions]
    member = [names.index(indicator.dimension) for indicator in recipe.indicators]
    boost = [g.boost * (i < g.leaders) for g in recipe.groups for i in range(g.size)]
    s = recipe.spread
    city = s.common * (rng.standard_normal((n, 1)) + np.array(boost)[:, np.newaxis])
    city = city + s.dimension * rng.standard_normal((n, len(names)))[:, member]
    city = city + s.own * rng.standard_normal((n, z))
    path = np.linspace(*s.path, m)[:, np.newaxis]
    latent = city[:, np.newaxis, :] * path + s.noise * rng.standard_normal((n, m, z))
    spread = np.array([indicator.spread for indicator in recipe.indicators])
    level = np.array([indicator.level for indicator in recipe.indicators])
    values: Floats = latent * spread + level
    return values


def _shifts(recipe: Recipe, latent: Floats, bottom: Floats, lift: Floats) -> Floats:
    """Return the shift of every city, year and indicator that brings the means to their target."""
    shift = np.zeros_like(latent)
    for cities, ratio in _blocks(recipe):
        for dimension in recipe.dimensions:
            own = np.flatnonzero([i.dimension == dimension.name for i in recipe.indicators])
            share = np.array([recipe.indicators[j].share for j in own])
            target = _path(recipe, dimension.mean) / dimension.weight * ratio
            block = np.ix_(cities, np.arange(latent.shape[1]), own)
            found = _solve(latent[block], share / share.sum(), target, bottom[own], lift[block])
            shift[block] = found[np.newaxis, :, np.newaxis]
    return shift


def _solve(latent: Floats, share: Floats, target: Floats, bottom: Floats, lift: Floats) -> Floats:
    """Bisect for the yearly shift at which the weighted mean of the values is the target."""
    wanted = target - lift.mean(axis=0) @ share
    below, above = np.full(len(target), -_FURTHEST), np.full(len(target), _FURTHEST)
    for _ in range(_HALVINGS):
        middle = (below + above) / 2
        values = (_logistic(latent + middle[:, np.newaxis]) - bottom) / (1 - bottom)
        low = values.mean(axis=0) @ share < wanted
        below, above = np.where(low, middle, below), np.where(low, above, middle)
    shift: Floats = (below + above) / 2
    return shift


def _blocks(recipe: Recipe) -> list[tuple[NDArray[np.intp], Floats]]:
    """Return the cities whose mean is set together, and their yearly ratio to the overall mean."""
    ends = np.cumsum([0] + [group.size for group in recipe.groups])
    if not recipe.overall:
        return [(np.arange(ends[-1]), np.ones(len(recipe.years)))]
    overall = _path(recipe, recipe.overall)
    return [
        (np.arange(ends[g], ends[g + 1]), _path(recipe, group.mean) / overall)
        for g, group in enumerate(recipe.groups)
    ]


def _path(recipe: Recipe, means: tuple[float, ...]) -> Floats:
    """Return yearly means from those of the anchor years, with constant growth in between."""
    logs = np.broadcast_to(np.log(means), len(recipe.anchors))
    means_by_year: Floats = np.exp(np.interp(recipe.years, recipe.anchors, logs))
    return means_by_year


def _logistic(x: Floats) -> Floats:
    """Squeeze real numbers into (0, 1)."""
    return 1 / (1 + np.exp(-x))
