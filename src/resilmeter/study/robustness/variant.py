"""Variants of a study: which choices there are, and all combinations or samples of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import StudyError, problem, refuse
from resilmeter.framework import Framework

# Noise on the weights is a choice among this many draws, as a factor of the sensitivity indices.
DRAWS = 1000
NONE = "-"


@dataclass(frozen=True)
class Variant:
    """One variant of a study.

    Attributes
    ----------
    keys : mapping of str to object
        Keys of the study with other values.
    dropped : tuple of str
        Indicators that are left out.
    turned : tuple of str
        Indicators whose direction is turned.
    draw : int
        Number of the draw of noisy weights; 0 for none.
    """

    keys: Mapping[str, Any] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    turned: tuple[str, ...] = ()
    draw: int = 0


@dataclass(frozen=True)
class Factor:
    """One choice and what it can be.

    Attributes
    ----------
    name : str
        The key, or drop-indicator, drop-dimension, turn <code>, noise.
    labels : tuple of str
        What can be chosen, as text.
    options : tuple of Variant
        What each choice changes.
    """

    name: str
    labels: tuple[str, ...]
    options: tuple[Variant, ...]


@dataclass(frozen=True, kw_only=True)
class Span:
    """What varies.

    Attributes
    ----------
    over : mapping of str to sequence
        Values of each key.
    drop_indicators, drop_dimensions : bool
        True to leave out each indicator, or dimension, in turn (and none).
    contested : tuple of str
        Indicators whose direction is turned (and not).
    noise : float
        Noise on the weights; 0 for none. See `resilmeter.core.robustness.dirichlet_weights`.
    imputations : int
        Imputations of the cells that were filled by lines or chained equations; 0 for the study's
        own. See `resilmeter.core.line_errors.line_errors`.
    """

    over: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    drop_indicators: bool = False
    drop_dimensions: bool = False
    contested: tuple[str, ...] = ()
    noise: float = 0.0
    imputations: int = 0


def factors(span: Span, framework: Framework) -> list[Factor]:
    """List the choices of a span, each with what it can be.

    Raises
    ------
    StudyError
        Nothing that varies, keys without values, or unknown contested indicators.
    """
    refuse(StudyError, [
        *[problem("over-empty", {"key": key}) for key, values in span.over.items() if not values],
        *[problem("contested-unknown", {"indicator": code}, allowed=framework.codes)
          for code in span.contested if code not in framework.codes],
    ])  # fmt: skip
    out = [
        Factor(key, tuple(map(_text, values)), tuple(Variant({key: value}) for value in values))
        for key, values in span.over.items()
    ]
    if span.drop_indicators and len(framework.codes) > 1:
        out.append(_dropping("drop-indicator", {code: (code,) for code in framework.codes}))
    if span.drop_dimensions and len(framework.dimensions) > 1:
        members = {name: tuple(i.code for i in framework.indicators if i.dimension == name)
                   for name in framework.dimensions}  # fmt: skip
        out.append(_dropping("drop-dimension", members))
    out += [
        Factor(f"turn {code}", ("no", "yes"), (Variant(), Variant(turned=(code,))))
        for code in span.contested
    ]
    if span.imputations > 0:
        out.append(_imputing(span.imputations))
    if span.noise > 0:
        draws = range(1, DRAWS + 1)
        out.append(Factor("noise", tuple(map(str, draws)), tuple(Variant(draw=d) for d in draws)))
    if not out:
        raise StudyError(problem("nothing-varies"))
    return out


def _dropping(name: str, members: Mapping[str, tuple[str, ...]]) -> Factor:
    options = (Variant(), *(Variant(dropped=codes) for codes in members.values()))
    return Factor(name, (NONE, *members), options)


def _imputing(count: int) -> Factor:
    """Let filled cells vary: the seed draws their errors."""
    seeds = range(1, count + 1)
    options = (Variant({"prepare.interpolate.errors": True, "seed": seed}) for seed in seeds)
    return Factor("imputation", tuple(map(str, seeds)), tuple(options))


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def every(made: Sequence[Factor]) -> list[tuple[int, ...]]:
    """List every combination of choices, as places among the options."""
    return list(product(*(range(len(factor.options)) for factor in made)))


def chosen_at(made: Sequence[Factor], points: FloatArray) -> list[tuple[int, ...]]:
    """Turn points of the unit cube into choices: each option has an equal share of [0, 1).

    Parameters
    ----------
    made : sequence of Factor
        One a column.
    points : (v, factors) float array
        In [0, 1].

    Returns
    -------
    list of tuple of int
        One a point: the place of the choice of each factor.
    """
    sizes = np.array([len(factor.options) for factor in made])
    places = np.minimum((points * sizes).astype(np.int64), sizes - 1)
    return [tuple(row) for row in places.tolist()]


def combined(made: Sequence[Factor], places: Sequence[int]) -> Variant:
    """Put the choices of all factors together."""
    options = [factor.options[place] for factor, place in zip(made, places, strict=True)]
    return Variant(
        keys={key: value for option in options for key, value in option.keys.items()},
        dropped=tuple(dict.fromkeys(code for option in options for code in option.dropped)),
        turned=tuple(code for option in options for code in option.turned),
        draw=max(option.draw for option in options),
    )


def told(made: Sequence[Factor], places: Sequence[int]) -> dict[str, str]:
    """Say the choices, by factor; noise has too many to be told apart."""
    return {
        factor.name: factor.labels[place]
        for factor, place in zip(made, places, strict=True)
        if factor.name != "noise"
    }
