"""How much of a ranking, and of every sentence, survives other choices: the tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.counts import claims_counted, sentences_held
from resilmeter.core.arrays import BoolArray, FloatArray, IntArray
from resilmeter.core.robustness import (
    agreement_with,
    rank_agreement,
    rank_intervals,
    tied_groups,
)
from resilmeter.errors import Problem
from resilmeter.notebook import card

# Kendall's tau of every pair is laid out up to this many variants.
MOST_PAIRED = 400


@dataclass(frozen=True, eq=False, kw_only=True)
class Robustness:
    """What other choices would have led to.

    Attributes
    ----------
    variants : DataFrame
        variant, keys, dropped, turned, draw, mean_shift, largest_shift, kendall, note: one row a
        variant; shifts and Kendall's tau-b against the study's own ranking in the last period;
        blank with a note where a variant was refused.
    intervals : DataFrame
        unit, period, rank, variants, mean, median, low, high, top, bottom, tied: rank of the study,
        its 5 % and 95 % quantiles, share of the variants in which the unit is among the first and
        the last `k`, and group of units that are statistically tied.
    choices : DataFrame
        factor, choice, variants, mean_shift: the variants that made a choice, and their mean shift.
    agreement : DataFrame
        variant_a, variant_b, kendall, mean_shift: every pair, last period; empty for samples.
    ranks : DataFrame
        variant, unit, rank: last period; empty for samples.
    sentences : DataFrame
        sentence, claim, value, holds, variants, share: in how many variants each claim of the
        report comes to the same; the row without a claim counts whole sentences.
    claims : DataFrame
        claim, value, holds, variants, share: all that a claim comes to, such as each obstacle that
        is the first in some variant; the most frequent first.
    sensitivity : DataFrame
        output, unit, factor, first, first_low, first_high, total, total_low, total_high: Sobol
        indices with 95 % intervals; empty where they were not asked for.
    k : int
        How many first and last places count.
    own : int
        The variant that makes the study's own choices; 0 if none of them does.
    steps : tuple of Problem
        What a reader has to know.
    """

    variants: pd.DataFrame
    intervals: pd.DataFrame
    choices: pd.DataFrame
    agreement: pd.DataFrame
    ranks: pd.DataFrame
    sentences: pd.DataFrame
    claims: pd.DataFrame
    sensitivity: pd.DataFrame
    k: int
    own: int = 0
    steps: tuple[Problem, ...] = ()

    @property
    def evaluated(self) -> int:
        """Number of variants that were not refused."""
        return int((self.variants["note"] == "").sum())

    _repr_html_ = card

    def __repr__(self) -> str:
        shift = self.variants["mean_shift"].mean()
        width = (self.intervals["high"] - self.intervals["low"]).median()
        return (
            f"<Robustness: {self.evaluated} of {len(self.variants)} variants; mean shift"
            f" {shift:.2f} ranks; median interval {width:.1f} ranks wide>"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Variants:
    """Variants of an index, computed and not yet summed up.

    Attributes
    ----------
    table : DataFrame
        variant, keys, dropped, turned, draw, note.
    made : sequence of mapping
        The choice of each variant by factor, as text.
    index : (v, n, t) float array
        The index by unit and period; NaN where refused or absent.
    ranks : (v, n, t) integer array
        Ranks within the periods; 0 where refused or absent.
    claims : sequence of mapping
        What the sentences claim; see `resilmeter.analyze.claims`.
    own : int
        The variant that makes the study's own choices; 0 if none of them does.
    """

    table: pd.DataFrame
    made: Sequence[Mapping[str, str]]
    index: FloatArray
    ranks: IntArray
    claims: Sequence[Mapping[str, str]]
    own: int = 0


def summed_up(
    found: Variants,
    ranks: pd.Series,
    own_claims: Mapping[str, str],
    *,
    top: int,
    grid: bool,
    sensitivity: pd.DataFrame | None = None,
) -> Robustness:
    """Sum variants up to intervals, shifts, agreement and sentences.

    Parameters
    ----------
    found : Variants
        At least one of them not refused.
    ranks : Series
        Ranks of the study by (unit, period).
    own_claims : mapping of str to str
        What the study's own sentences claim.
    top : int
        How many first and last places count.
    grid : bool
        True for all combinations, which are compared pair by pair; False for samples.
    sensitivity : DataFrame, optional
        See `Robustness.sensitivity`.

    Returns
    -------
    Robustness
    """
    good = (found.table["note"] == "").to_numpy()
    units, periods = found.ranks.shape[1:]
    own = np.asarray(ranks.to_numpy(), dtype=np.int64).reshape(units, periods)
    variants = _with_shifts(found, own, good)
    paired = grid and int(good.sum()) <= MOST_PAIRED and units > 1
    return Robustness(
        variants=variants,
        intervals=_intervals(found.ranks[good], ranks, top),
        choices=_choices(found, variants),
        agreement=_agreement(found, good) if paired else _NO_AGREEMENT,
        ranks=_last_ranks(found, good, ranks) if grid else _NO_RANKS,
        sentences=sentences_held(found.claims, own_claims, good),
        claims=claims_counted(found.claims, good),
        sensitivity=_NO_SENSITIVITY if sensitivity is None else sensitivity,
        k=min(top, units),
        own=found.own,
    )


_NO_AGREEMENT = pd.DataFrame(columns=["variant_a", "variant_b", "kendall", "mean_shift"])
_NO_RANKS = pd.DataFrame(columns=["variant", "unit", "rank"])
_NO_SENSITIVITY = pd.DataFrame(
    columns=["output", "unit", "factor", "first", "first_low", "first_high",
             "total", "total_low", "total_high"]
)  # fmt: skip


def mean_shifts(ranks: IntArray, own: IntArray) -> tuple[FloatArray, IntArray]:
    """Mean and largest absolute shift of ranks in the last period, over the units both have.

    Parameters
    ----------
    ranks : (v, n, t) integer array
        Ranks of the variants; 0 where absent.
    own : (n, t) integer array
        Ranks of the study.

    Returns
    -------
    mean : (v,) float array
        NaN for a variant without units.
    largest : (v,) integer array
    """
    last, mine = ranks[:, :, -1], own[:, -1]
    seen = last > 0
    moved = np.where(seen, np.abs(last - mine), 0)
    counts = seen.sum(axis=1)
    blank = np.full(len(last), np.nan)
    return np.divide(moved.sum(axis=1), counts, out=blank, where=counts > 0), moved.max(axis=1)


def _with_shifts(found: Variants, own: IntArray, good: BoolArray) -> pd.DataFrame:
    """Set shifts and Kendall's tau against the study's ranking beside the variants."""
    mean, largest = mean_shifts(found.ranks, own)
    tau = agreement_with(found.ranks[:, :, -1], own[:, -1])
    table = found.table.assign(mean_shift=mean, kendall=tau)
    table["largest_shift"] = pd.array(np.where(good, largest, -1), dtype="Int64")
    table.loc[~good, "largest_shift"] = pd.NA
    order = ["variant", "keys", "dropped", "turned", "draw", "mean_shift", "largest_shift",
             "kendall", "note"]  # fmt: skip
    return pd.DataFrame(table[order])


def _intervals(ranks: IntArray, own: pd.Series, top: int) -> pd.DataFrame:
    """Lay out one row a unit and period; units that no variant ranks in a period have none."""
    keys = own.index.to_frame(index=False).assign(rank=own.to_numpy())
    periods = keys["period"].unique()
    tables = []
    for place, period in enumerate(periods):
        rows = keys[keys["period"] == period]
        seen = (ranks[:, :, place] > 0).any(axis=0)
        if not seen.any():
            continue
        period_ranks = ranks[:, seen, place]
        period_ranks = period_ranks[(period_ranks > 0).any(axis=1)]
        k = min(top, len(rows))
        columns = vars(rank_intervals(period_ranks, top=k))
        tables.append(rows[seen].assign(**columns, tied=tied_groups(period_ranks)))
    return pd.DataFrame(pd.concat(tables).sort_index().reset_index(drop=True))


def _choices(found: Variants, variants: pd.DataFrame) -> pd.DataFrame:
    made = pd.DataFrame(list(found.made)).assign(mean_shift=variants["mean_shift"])
    good = made[(variants["note"] == "").to_numpy()]
    rows = [
        {"factor": factor, "choice": choice, "variants": len(own), "mean_shift": own.mean()}
        for factor in made.columns[:-1]
        for choice, own in good.groupby(factor, sort=False)["mean_shift"]
    ]
    return pd.DataFrame(rows, columns=["factor", "choice", "variants", "mean_shift"])


def _agreement(found: Variants, good: BoolArray) -> pd.DataFrame:
    """Lay out every pair of variants; units that a variant lacks are left out of all."""
    last = found.ranks[good][:, :, -1]
    whole = last[:, (last > 0).all(axis=0)]
    if whole.shape[1] < 2:
        return _NO_AGREEMENT
    pairs, names = rank_agreement(whole), found.table["variant"].to_numpy()[good]
    first, second = np.triu_indices(len(names), 1)
    return pd.DataFrame({
        "variant_a": names[first], "variant_b": names[second],
        "kendall": pairs.kendall[first, second], "mean_shift": pairs.shift[first, second],
    })  # fmt: skip


def _last_ranks(found: Variants, good: BoolArray, own: pd.Series) -> pd.DataFrame:
    last = found.ranks[good][:, :, -1]
    units = own.index.get_level_values("unit").unique()
    names = found.table["variant"].to_numpy()[good]
    long = pd.DataFrame({
        "variant": np.repeat(names, units.size), "unit": np.tile(units.to_numpy(), names.size),
        "rank": last.ravel(),
    })  # fmt: skip
    return pd.DataFrame(long[long["rank"] > 0].reset_index(drop=True))
