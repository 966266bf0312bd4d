"""The non-central F distribution, also where its series would take minutes."""

from __future__ import annotations

import numpy as np
from scipy import optimize, special

from resilmeter.core.arrays import FloatArray

# Beyond this non-centrality the numerator varies by less than one part in ten thousand, and the
# distribution is that of its denominator alone.
LARGE = 1e8


def upper_tail(f: float, between: int, within: int, ncp: float) -> float:
    """Give the chance of a larger ratio, good to 1e-15 in absolute terms, as in R's `pf`."""
    if not np.isfinite(f):
        return 0.0
    if ncp > LARGE:
        return float(special.chdtr(within, (ncp + between) * within / (between * f)))
    return float(1.0 - special.ncfdtr(between, within, ncp, f))


def ncp_interval(f: float, between: int, within: int, level: float) -> FloatArray:
    """Find the non-centralities that put the ratio at either tail; 0 where none does."""
    tail, centre = (1.0 - level) / 2.0, between * f
    if centre > LARGE:
        return np.asarray(
            centre * special.chdtri(within, np.array([1.0 - tail, tail])) / within, dtype=np.float64
        )
    reach = 8.0 * np.sqrt(4.0 * centre + 2.0 * between + 2.0 * centre**2 / within)

    def above(ncp: float, share: float) -> float:
        """Tell how far the distribution at f lies above a share."""
        return float(special.ncfdtr(between, within, ncp, f)) - share

    ends = []
    for share in (1.0 - tail, tail):
        low, high = max(0.0, centre - reach), centre + reach
        inside = above(low, share) > 0  # the distribution falls with ncp; it may start below
        ends.append(optimize.brentq(above, low, high, args=(share,)) if inside else 0.0)
    return np.array(ends)
