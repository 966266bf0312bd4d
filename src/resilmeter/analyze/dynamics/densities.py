"""How do the units spread in a period, and does their distribution have several humps?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.dynamics.series import over_time
from resilmeter.core.density import Rule, kernel_density
from resilmeter.core.modes import modes_test
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

POINTS = 2048  # fine beside any bandwidth that a few hundred scores give
TAIL = 4.0  # bandwidths beyond the outermost scores, where nothing is left to draw
NAN = float("nan")


@dataclass(frozen=True, eq=False, kw_only=True)
class Densities:
    """Kernel densities of the index.

    Attributes
    ----------
    curves : DataFrame
        period, index, density; within four bandwidths of the scores.
    humps : DataFrame
        period, units, bandwidth, rule, low, high, humps, p_one_hump, critical_bandwidth, draws,
        note.
    """

    curves: pd.DataFrame
    humps: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"densities": self.curves, "density_humps": self.humps}

    _repr_html_ = card

    def __repr__(self) -> str:
        return f"<Densities: {len(self.humps)} periods>"


def densities(
    scores: Scores,
    periods: Iterable[int] = (),
    *,
    bandwidth: Rule | float = "sheather-jones",
    draws: int = 199,
    seed: int = 0,
) -> Densities:
    """Estimate the density of the index by period, and test its number of humps.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time.
    periods : iterable of int
        Periods; the first, the middle and the last if left out.
    bandwidth : {"sheather-jones", "silverman"} or float
        Rule, found anew in each period, or the bandwidth itself for all.
    draws : int
        Bootstrap draws of the test.
    seed : int
        Same seed, same draws.

    Returns
    -------
    Densities

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, unknown periods, an unknown rule, or a bandwidth
        that is not positive.

    Notes
    -----
    ``f(x) = 1 / (n h) sum_i K((x - x_i) / h)``, reflected at the worst and best score where the
    index has them. `p_one_hump` is Silverman's test: small values speak for more than one hump.
    Caveats: humps of the curve depend on the bandwidth, so claim several only where p is small.

    References
    ----------
    Silverman (1981), Journal of the Royal Statistical Society B 43,
    doi:10.1111/j.2517-6161.1981.tb01155.x.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.densities(rm.score(scaled, rm.weigh(scaled, method="entropy")), draws=19)
    >>> found.humps["period"].tolist()
    [2003, 2011, 2019]
    """
    index, known = over_time(scores), scores.scaled.panel.periods
    middle = known[len(known) // 2]
    chosen = tuple(periods) or tuple(dict.fromkeys((known[0], middle, known[-1])))
    low, high = _support(scores)
    curves, humps = [], []
    for period in chosen:
        if period not in known:
            where = {"key": "dynamics.periods"}
            raise MethodError(problem("no-such-period", where, given=period, allowed=known))
        values = index[:, known.index(period)]
        found = kernel_density(values, bandwidth=bandwidth, low=low, high=high, points=POINTS)
        test = modes_test(values, 1, draws=draws, seed=seed)
        shown = {"period": period, "index": found.points, "density": found.density}
        reach = TAIL * (found.bandwidth or 0.0)
        drawn = (found.points >= values.min() - reach) & (found.points <= values.max() + reach)
        curves.append(pd.DataFrame(shown)[drawn])
        reason = found.reason or test.reason
        humps.append({
            "period": period, "units": values.size,
            "bandwidth": NAN if found.bandwidth is None else found.bandwidth, "rule": found.rule,
            "low": NAN if low is None else low, "high": NAN if high is None else high,
            "humps": found.modes.size,
            "p_one_hump": NAN if test.p is None else test.p,
            "critical_bandwidth": NAN if test.critical is None else test.critical,
            "draws": draws, "note": reason.text() if reason else "",
        })  # fmt: skip
    return Densities(curves=pd.concat(curves, ignore_index=True), humps=pd.DataFrame(humps))


def _support(scores: Scores) -> tuple[float | None, float | None]:
    """Give the worst and best score that the index can have, where it has them."""
    worst, best = scores.scaled.worst, scores.scaled.best
    if scores.method != "weighted-sum" or worst is None or best is None:
        return None, None
    index = scores.index.to_numpy(dtype=np.float64)
    inside = worst <= index.min() and index.max() <= best
    return (worst, best) if inside else (None, None)
