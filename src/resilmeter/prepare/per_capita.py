"""Divide totals by a denominator, such as population."""

from __future__ import annotations

from dataclasses import replace

from resilmeter.errors import DataError, Problem, note, problem, refuse
from resilmeter.panel import Panel, Status


def per_capita(panel: Panel) -> Panel:
    """Divide every indicator that names a denominator by it.

    Parameters
    ----------
    panel : Panel
        With the denominators in `others`.

    Returns
    -------
    Panel
        ``value / denominator * per``; missing where either is missing. A panel that was divided
        before is returned as it is.

    Raises
    ------
    DataError
        A denominator that is zero or negative, by unit and period.

    Notes
    -----
    ``value / denominator * per``, after gaps in both were filled. Caveats: totals instead of ratios
    make large cities look bad (or good) for being large.

    References
    ----------
    OECD, JRC (2008), Handbook on Constructing Composite Indicators,
    doi:10.1787/9789264043466-en.
    """
    divided = [i for i in panel.framework.indicators if i.denominator]
    if not divided or panel.divided:
        return panel
    found = [
        problem("denominator-not-positive", {"column": name, "unit": unit, "period": period})
        for name in panel.framework.denominators
        for unit, period in panel.others.index[panel.others[name] <= 0]
    ]
    refuse(DataError, found)
    values, status = panel.values.copy(), panel.status.copy()
    for indicator in divided:
        code = indicator.code
        values[code] = values[code] / panel.others[indicator.denominator] * indicator.per
        status[code] = status[code].mask(values[code].isna(), int(Status.MISSING))
    steps = [
        note("divided", {"indicator": i.code}, denominator=i.denominator, per=i.per)
        for i in divided
    ]
    return replace(panel, values=values, status=status, steps=(*panel.steps, *steps), divided=True)


def undivided(panel: Panel) -> list[Problem]:
    """Find indicators that name a denominator by which they were not divided."""
    waiting = [i for i in panel.framework.indicators if i.denominator and not panel.divided]
    return [
        problem("not-divided", {"indicator": i.code}, denominator=i.denominator) for i in waiting
    ]
