"""Values outside theoretical bounds: refuse, blank or keep them, never in silence."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from resilmeter.checking import outside_bounds
from resilmeter.errors import DataError, doubt, refuse, refuse_unknown
from resilmeter.panel import Panel, Status

OutOfBounds = Literal["refuse", "blank", "keep"]


def apply_bounds(panel: Panel, out_of_bounds: OutOfBounds = "refuse") -> Panel:
    """Deal with values that cannot be, such as a rate of 282 %.

    Parameters
    ----------
    panel : Panel
        As read; the bounds are those of its framework, in the unit of the file.
    out_of_bounds : {"refuse", "blank", "keep"}
        Refuse the panel; treat the cells as missing; or keep them and say so.

    Returns
    -------
    Panel

    Raises
    ------
    DataError
        With "refuse": every cell outside its bounds.
    StudyError
        An unknown choice.

    Notes
    -----
    A value x is kept where ``lower_bound <= x <= upper_bound``. Caveats: with "keep", one
    impossible value sets the scale for all others.

    Examples
    --------
    >>> import resilmeter as rm
    >>> rm.apply_bounds(rm.example("seed-002"), "refuse").missing == rm.example("seed-002").missing
    True
    """
    refuse_unknown(out_of_bounds, get_args(OutOfBounds), "data.out_of_bounds")
    outside = [p for i in panel.framework.indicators for p in outside_bounds(panel, i)]
    if out_of_bounds == "refuse":
        refuse(DataError, outside)
    counts = Counter(str(p.where["indicator"]) for p in outside)
    if out_of_bounds == "keep":
        kept = [doubt("kept-out-of-bounds", {"indicator": c}, count=n) for c, n in counts.items()]
        return panel.with_steps(*kept)
    values, status = panel.values.copy(), panel.status.copy()
    for cell in outside:
        row, code = (cell.where["unit"], cell.where["period"]), cell.where["indicator"]
        values.loc[row, code] = np.nan
        status.loc[row, code] = Status.MISSING
    steps = [doubt("blanked-out-of-bounds", {"indicator": c}, count=n) for c, n in counts.items()]
    return replace(panel, values=values, status=status, steps=(*panel.steps, *steps))
