"""Cut rows into blocks that are scored with the same weights against the same ideals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
from resilmeter.core.scale import oriented
from resilmeter.core.standardize import vector
from resilmeter.errors import MethodError, Problem, problem, refuse
from resilmeter.prepare import Scaled
from resilmeter.scoring.choices import ScoreChoices
from resilmeter.weighting import Weights


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """Rows that are scored with the same weights against the same ideals.

    Attributes
    ----------
    x : (n, q) float array
        Oriented values.
    reference : (m, q) float array
        Rows that set the ideals.
    weights : (q,) float array
        Weights, summing to 1.
    parents : tuple of integer arrays
        Dimension of each indicator and, with sub-indices, sub-index of each dimension.
    span : (float, float) or None
        Scaled value of the worst and the best; None where there are none.
    choices : ScoreChoices
        Choices beside the method.
    codes : tuple of str
        Indicator of each column.
    """

    x: FloatArray
    reference: FloatArray
    weights: FloatArray
    parents: tuple[IntArray, ...]
    span: tuple[float, float] | None
    choices: ScoreChoices
    codes: tuple[str, ...]


Cut = tuple[BoolArray, Block]


def blocks_of(
    scaled: Scaled, weights: Weights, choices: ScoreChoices, *, ideals: bool
) -> list[Cut]:
    """Cut the rows where weights, or ideals that the method needs, are those of each period.

    Parameters
    ----------
    scaled, weights, choices : records
        What is scored, and how.
    ideals : bool
        True if the method needs ideals.

    Returns
    -------
    list of (bool array, Block)
        Which rows, and what is known about them.
    """
    x, framework = _values(scaled, choices), scaled.panel.framework
    upper = (framework.sub_index_codes,) if framework.sub_indices else ()
    own = ideals and choices.ideals == "per-period"
    periods = scaled.panel.periods
    w = np.broadcast_to(weights.for_periods(periods), (len(periods), x.shape[1]))
    return [
        (rows, Block(
            x=x[rows], reference=x[rows] if own else x, weights=w[place],
            parents=(framework.dimension_codes, *upper), span=_span(scaled), choices=choices,
            codes=framework.codes,
        ))
        for place, rows in enumerate(_cuts(scaled, whole=not own and weights.by_period is None))
    ]  # fmt: skip


def together(blocks: list[Cut], pieces: list[FloatArray]) -> FloatArray:
    """Put the pieces of the blocks back into the order of the rows."""
    out = np.empty((blocks[0][0].size, pieces[0].shape[1]))
    for (rows, _), piece in zip(blocks, pieces, strict=True):
        out[rows] = piece
    return out


def _cuts(scaled: Scaled, *, whole: bool) -> Iterator[BoolArray]:
    periods = scaled.panel.values.index.get_level_values("period").to_numpy()
    if whole:
        yield np.ones(periods.size, dtype=np.bool_)
    else:
        yield from (periods == period for period in scaled.panel.periods)


def _span(scaled: Scaled) -> tuple[float, float] | None:
    if scaled.worst is None or scaled.best is None:
        return None
    return (scaled.worst, scaled.best)


def _values(scaled: Scaled, choices: ScoreChoices) -> FloatArray:
    """Give the values that are scored: scaled, or raw values turned so that more is better."""
    if choices.values == "scaled":
        return scaled.values.to_numpy()
    values = scaled.values.to_numpy() if choices.values == "scaled-vector" else _turned(scaled)
    if choices.values == "raw":
        return values
    out = np.empty_like(values)
    refuse(MethodError, _empty(scaled, values, choices))
    for rows in _cuts(scaled, whole=choices.ideals == "pooled"):
        out[rows] = np.column_stack([vector(column, column) for column in values[rows].T])
    return out


def _empty(scaled: Scaled, values: FloatArray, choices: ScoreChoices) -> Iterator[Problem]:
    """Find columns of zeros, which have no length to divide by."""
    pooled = choices.ideals == "pooled"
    for place, rows in enumerate(_cuts(scaled, whole=pooled)):
        for j in np.flatnonzero((values[rows] == 0).all(axis=0)).tolist():
            where: dict[str, object] = {"indicator": scaled.panel.framework.codes[j]}
            if not pooled:
                where["period"] = scaled.panel.periods[place]
            yield problem("vector-of-zeros", where)


def _turned(scaled: Scaled) -> FloatArray:
    """Turn raw values so that more is better."""
    raw = scaled.panel.values.to_numpy()
    return np.column_stack([
        oriented(raw[:, j], direction=i.direction, inner=i.target)
        for j, i in enumerate(scaled.panel.framework.indicators)
    ])  # fmt: skip
