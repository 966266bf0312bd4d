"""Rows of the tables of evidence, of one period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import pandas as pd

from resilmeter.analyze.gaps.layout import Keys, cell_keys, flat, pair_keys
from resilmeter.analyze.gaps.sample import GapSample
from resilmeter.core.arrays import FloatArray
from resilmeter.core.discovery import adjusted_p
from resilmeter.core.inequality import Estimates, GiniIntervals, GroupTest, dagum_of
from resilmeter.errors import problem

# Columns by name, all of one length: tables are built once, from the rows of all periods.
Rows = dict[str, Sequence[object] | np.ndarray]
FEWEST = 3  # units of a group whose inside has an interval
NAN = np.array(np.nan)


@dataclass(frozen=True, eq=False)
class Found:
    """What was found about one period.

    Attributes
    ----------
    sample, place
        The sample, and the place of the period in it.
    first : (k, k, q) float array
        Share of draws in which each cell is the largest.
    intervals, test
        None where they are not defined.
    note : str
        Why they are not; blank if they are.
    """

    sample: GapSample
    place: int
    first: FloatArray
    intervals: GiniIntervals | None
    test: GroupTest | None
    note: str

    @property
    def period(self) -> int:
        """The period."""
        return self.sample.periods[self.place]

    def estimates(self, name: str, value: FloatArray, factor: float) -> Estimates:
        """Estimates in the form of the sample; without intervals, the value alone."""
        if self.intervals is None:
            blank = np.full(value.shape, np.nan)
            return Estimates(value, blank, blank, blank, blank)
        found: Estimates = getattr(self.intervals, name)
        bounds = (np.asarray(b * factor) for b in (found.bias, found.error, found.low, found.high))
        return Estimates(value, *bounds)


@dataclass(frozen=True, eq=False)
class _Kind:
    """One kind of parts of the Gini coefficient: their names, values, and what chance gives."""

    name: str
    fields: tuple[str, str]
    keys: Keys
    values: FloatArray
    null_share: FloatArray
    p: FloatArray


def part_rows(found: Found) -> Iterator[Rows]:
    """Lay out every part of the Gini coefficient: contributions, and their shares below."""
    split = found.sample.splits[found.place]
    gini = np.asarray(split.gini)
    whole = found.estimates("gini", gini, split.factor)
    yield _rows(found, "gini", {}, whole, null=NAN, p=NAN)
    if found.sample.grouped:
        yield from _net_rows(found)
    for kind in _kinds(found):
        shares = kind.values / (gini if gini > 0 else np.nan)
        value = found.estimates(kind.fields[0], kind.values, split.factor)
        share = found.estimates(kind.fields[1], shares, 1.0)
        first = found.first if kind.name == "cell" else NAN
        null = kind.null_share * gini
        yield _rows(found, kind.name, kind.keys, value, null=null, p=kind.p, first=first)
        yield _rows(
            found, f"{kind.name}_share", kind.keys, share, null=kind.null_share, p=kind.p
        )  # fmt: skip


def _kinds(found: Found) -> Iterator[_Kind]:
    sample, test = found.sample, found.test
    split, null = sample.splits[found.place], sample.null
    dimensions = {"dimension": np.array(sample.dimensions, dtype=object)}
    if sample.grouped:
        p = NAN if test is None else np.asarray(test.within)
        within, expected = np.asarray(split.within), np.asarray(np.trace(null))
        yield _Kind("within", ("within", "within_share"), {}, within, expected, p)
        p = NAN if test is None else test.pairs
        yield _Kind("pair", ("pairs", "pair_shares"), pair_keys(sample), split.pairs, null, p)
    yield _Kind("dimension", ("components", "component_shares"), dimensions, split.components,
                NAN, NAN)  # fmt: skip
    component_shares = split.components / (split.gini if split.gini > 0 else np.nan)
    expected = null[:, :, None] * component_shares
    p = NAN if test is None else test.cells
    yield _Kind("cell", ("cells", "cell_shares"), cell_keys(sample), split.cells, expected, p)


def _rows(
    found: Found,
    statistic: str,
    keys: Keys,
    estimates: Estimates,
    *,
    null: FloatArray,
    p: FloatArray,
    first: FloatArray = NAN,
) -> Rows:
    """Lay one statistic out, its arrays flat, of symmetric ones only unordered pairs."""
    shape = estimates.value.shape
    columns = {"value": estimates.value, "error": estimates.error, "low": estimates.low,
               "high": estimates.high, "null": null, "p": p, "first_place": first}  # fmt: skip
    shown = {name: flat(np.broadcast_to(column, shape)) for name, column in columns.items()}
    together = len(shape) > 1 and not np.isnan(shown["p"]).any()
    adjusted = adjusted_p(shown["p"]) if together else np.full(shown["p"].shape, np.nan)
    shown = {**{name: shown[name] for name in ("value", "error", "low", "high", "null", "p")},
             "p_adjusted": adjusted, "first_place": shown["first_place"]}  # fmt: skip
    count = len(adjusted)
    rows: Rows = {"period": [found.period] * count, "statistic": [statistic] * count}
    rows |= dict.fromkeys(("group_a", "group_b", "dimension"), [""] * count)
    return {**rows, **shown, **keys, "note": _notes(found, shown["error"])}


def _notes(found: Found, error: FloatArray) -> list[str]:
    """Say why an interval is blank: for all, because nothing varies, or for a small group."""
    small, nothing = (problem(key).text() for key in ("small-inside", "nothing-to-share"))
    varies = found.sample.splits[found.place].gini > 0
    why = found.note or (small if varies else nothing)
    return [found.note if filled else why for filled in ~np.isnan(error)]


def _net_rows(found: Found) -> Iterator[Rows]:
    """Net between is folded at 0: it has a p value and no interval."""
    split = found.sample.splits[found.place]
    net = np.asarray(dagum_of(split).net_between)
    p = NAN if found.test is None else np.asarray(found.test.net_between)
    folded = problem("folded-at-zero").text()
    for statistic, unit in (("net_between", 1.0), ("net_between_share", split.gini)):
        value = np.asarray(net / (unit if unit > 0 else np.nan))
        rows = _rows(found, statistic, {}, Estimates(value, NAN, NAN, NAN, NAN), null=NAN, p=p)
        yield {**rows, "note": [found.note or folded]}


def stacked(rows: Iterable[Rows]) -> pd.DataFrame:
    """Put rows with the same columns below each other."""
    parts = list(rows)
    return pd.DataFrame(
        {name: list(chain.from_iterable(part[name] for part in parts)) for name in parts[0]}
    )


def own_table(found: Found) -> pd.DataFrame:
    """Lay out the own inequality of each group."""
    split = found.sample.splits[found.place]
    own = found.estimates("own", dagum_of(split).own, split.factor)
    few = problem("small-inside").text()
    return pd.DataFrame(
        {
            "period": found.period,
            "group": np.array(found.sample.names, dtype=object),
            "units": split.sizes,
            "own_gini": own.value,
            "error": own.error,
            "low": own.low,
            "high": own.high,
            "note": [found.note or (few if size < FEWEST else "") for size in split.sizes],
        }
    )
