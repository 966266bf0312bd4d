"""Order units by their totals, and know which of them tie."""

from __future__ import annotations

import numpy as np

from resilmeter.core.arrays import FloatArray, IntArray

# Totals that are equal on paper differ by a few ulps when their parts are added in another order.
# Ranking looks at 12 significant decimals only; values themselves are never rounded.
TIE_DECIMALS = 12
LARGEST_POWER = 300  # of ten, that a float can hold with room to spare

# Where to read the running counts: an index per unit, or plain slices when no totals tie.
Positions = IntArray | slice


def tie_scale(size: float) -> float:
    """Give the power of ten that totals of this largest size are multiplied by, then rounded."""
    digits = TIE_DECIMALS - np.ceil(np.log10(size)) if size > 0 else 0.0
    return float(10.0 ** np.clip(digits, -LARGEST_POWER, LARGEST_POWER))


def tie_blocks(total: FloatArray) -> tuple[IntArray, Positions, Positions]:
    """Order the totals; give first and one-past-last position of each one's block of equals."""
    key = np.rint(total * tie_scale(float(np.abs(total).max())))
    order = np.argsort(key)
    ordered = key[order]
    starts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if starts.size == total.size - 1:
        return order, slice(None, -1), slice(1, None)
    lengths = np.diff(starts, prepend=0, append=total.size)
    first = np.repeat(np.concatenate(([0], starts)), lengths)
    return order, first, np.repeat(np.concatenate((starts, [total.size])), lengths)
