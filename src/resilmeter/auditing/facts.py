"""Every number of a paper, printed or implied, by what it is, of whom and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from resilmeter.auditing.keys import Kind, PaperKeys
from resilmeter.auditing.kinds import TIMES
from resilmeter.auditing.printed import Printed
from resilmeter.core.inequality.net_bounds import net_between_bounds
from resilmeter.core.intervals import Interval, stacked

Key = tuple[str, str, str]


@dataclass(frozen=True, eq=False)
class Facts:
    """The numbers of a paper.

    Attributes
    ----------
    keys : PaperKeys
        What paper.toml says.
    numbers : mapping
        (measure, name, period) -> number as printed.
    texts : mapping
        Kind of table -> its cells as text, for those that print more than numbers.
    total : str
        Name of the whole in the table of means.
    groups, dimensions : tuple of str
        In the order of the paper.
    sources : mapping
        Measure -> where it is printed.
    """

    keys: PaperKeys
    numbers: Mapping[Key, Printed]
    texts: Mapping[Kind, pd.DataFrame]
    total: str
    groups: tuple[str, ...]
    dimensions: tuple[str, ...]
    sources: Mapping[str, str]

    def names(self, measure: str) -> tuple[str, ...]:
        """Give all names of a measure, in the order of the paper."""
        return tuple(dict.fromkeys(of for kind, of, _ in self.numbers if kind == measure))

    @cached_property
    def _periods(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], list[str]] = {}
        for measure, of, period in self.numbers:
            found.setdefault((measure, of), []).append(period)
        return {key: tuple(periods) for key, periods in found.items()}

    def periods(self, measure: str, *names: str) -> tuple[str, ...]:
        """Give the periods in which a measure is printed for every one of the names."""
        first, *others = [self._periods.get((measure, of), ()) for of in names] or [()]
        return tuple(p for p in first if all(p in other for other in others))

    def printed(self, measure: str, of: str, period: str = "") -> Printed | None:
        """Return a number as printed; None if it is not."""
        return self.numbers.get((measure, of, period))

    def all_printed(self, measure: str, names: tuple[str, ...], period: str) -> Interval | None:
        """Return the numbers of all names, None if one is missing."""
        found = [self.printed(measure, of, period) for of in names]
        return stacked([p.interval for p in found if p]) if found and all(found) else None

    def value(self, measure: str, of: str, period: str = "") -> Interval | None:
        """Return a number, printed or implied, with its bounds; None if nothing gives it."""
        if measure == "gap":
            return self._gap(of, period)
        if measure == "own-gini":
            return self._own_gini(of, period)
        if measure == "net-between":
            return self.net_between(period)
        found = self.printed(measure, of, period)
        return found.interval if found else None

    def pair_name(self, code: str) -> str:
        """Spell a pair of groups out."""
        members = self.keys.pairs.get(code)
        return code if not members else f"{code} ({'–'.join(members)})"

    @cached_property
    def inside(self) -> Mapping[str, str]:
        """Group -> code of the group with itself."""
        return {pair[0]: code for code, pair in self.keys.pairs.items() if len(pair) == 1}

    @cached_property
    def across(self) -> tuple[str, ...]:
        """Codes of the pairs of two groups."""
        return tuple(code for code, pair in self.keys.pairs.items() if len(pair) == 2)

    @cached_property
    def sizes(self) -> Mapping[str, float]:
        """Units in each group; empty unless all are printed."""
        found = {group: self.printed("size", group) for group in self.groups}
        sizes = {group: n.value for group, n in found.items() if n}
        return sizes if len(sizes) == len(self.groups) else {}

    @cached_property
    def units(self) -> float:
        """Units in all groups."""
        return float(sum(self.sizes.values()))

    def cell_name(self, code: str, dimension: str) -> str:
        """Name of the cell of a pair and a dimension."""
        return f"{code}{TIMES}{dimension}"

    def _gap(self, of: str, period: str) -> Interval | None:
        """Contribution to the Gini coefficient: share in per cent x Gini coefficient."""
        measure = "dimension-share" if of in self.dimensions else "share"
        share, gini = self.printed(measure, of, period), self.printed("gini", "", period)
        return share.interval * gini.interval / 100.0 if share and gini else None

    def weight_of_own(self, group: str, period: str) -> Interval | None:
        """Return p_j s_j: what a group's own Gini coefficient is multiplied with."""
        mean = self.printed("mean", group, period)
        whole = self.printed("mean", self.total, period)
        if not (mean and whole and self.sizes and group in self.sizes):
            return None
        if mean.interval.low <= 0 or whole.interval.low <= 0:
            return None
        p = self.sizes[group] / self.units
        return mean.interval / whole.interval * (p * p)

    def relative_own(self, group: str, period: str) -> Interval | None:
        """Share / (p_j s_j): own Gini coefficients up to their common factor G."""
        share = self.printed("share", self.inside.get(group, ""), period)
        weight = self.weight_of_own(group, period)
        if share is None or weight is None:
            return None
        return share.interval / weight / 100.0

    def _own_gini(self, group: str, period: str) -> Interval | None:
        relative, gini = self.relative_own(group, period), self.printed("gini", "", period)
        return relative * gini.interval if relative is not None and gini else None

    def net_between(self, period: str) -> Interval | None:
        """Gini coefficient of the group means, which is Dagum's net between."""
        means = self.all_printed("mean", self.groups, period) if len(self.groups) > 1 else None
        if means is None or not self.sizes or (means.low <= 0).any():
            return None
        return net_between_bounds(means, np.array([self.sizes[g] for g in self.groups]))
