"""Treat outliers and skewness: only when asked, with every changed cell listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Literal, get_args

from resilmeter.checking import MOST_ZEROS
from resilmeter.core.outliers import jrc, winsorize
from resilmeter.core.skewness import dominated
from resilmeter.core.transforms import Treated, box_cox, log
from resilmeter.errors import (
    DataError,
    MethodError,
    Problem,
    StudyError,
    doubt,
    problem,
    refuse,
    refuse_unknown,
)
from resilmeter.panel import Panel
from resilmeter.prepare.changes import TreatScope, change_of, with_changes
from resilmeter.prepare.per_capita import undivided

Treatment = Literal["none", "winsorize", "jrc", "log", "box-cox"]
Percentiles = tuple[float, float]

TREATMENTS: dict[str, Callable[..., Treated]] = {
    "winsorize": winsorize, "jrc": jrc, "log": log, "box-cox": box_cox,
}  # fmt: skip
TRANSFORMS = {"log", "box-cox"}


def treat(
    panel: Panel,
    *,
    method: Treatment,
    percentiles: Percentiles = (1, 99),
    most: int = 5,
    indicators: tuple[str, ...] = (),
    scope: TreatScope = "pooled",
    power: float | None = None,
) -> Panel:
    """Treat outliers and skewness of indicators.

    Parameters
    ----------
    panel : Panel
        After filling and division; missing cells stay missing.
    method : {"none", "winsorize", "jrc", "log", "box-cox"}
        Pull values in to percentiles; the JRC rule (winsorise a few points, else a logarithm);
        natural logarithm; Box-Cox transform. With "none" a doubt names what could be treated.
    percentiles : (float, float)
        For winsorize: lower and upper percentile.
    most : int
        For jrc: most values to winsorise in an indicator.
    indicators : tuple of str
        Codes to treat. If empty: all; for log and box-cox those that the JRC rule flags.
    scope : {"pooled", "per-period"}
        Look at all periods together, or at each by itself (winsorising only).
    power : float or None
        For box-cox: lambda; fitted by maximum likelihood if None.

    Returns
    -------
    Panel
        `treated` lists the changed cells; a note for each indicator gives skewness, kurtosis and
        extremes before and after.

    Raises
    ------
    StudyError
        An unknown method, scope or indicator, percentiles out of order, `most` below 1, or a
        transform period by period.
    MethodError
        By indicator: values that have no logarithm, a target interval that would change its unit,
        or winsorising that leaves one value.
    DataError
        Indicators that were not divided by the denominator they name.

    Notes
    -----
    The JRC rule flags ``|G1| > 2 and G2 > 3.5`` (sample skewness and excess kurtosis). Caveats:
    pooled extremes are often one unit in many periods; treated values are no longer those of the
    file, and after a logarithm goalposts are in the new unit.

    Examples
    --------
    >>> import resilmeter as rm
    >>> treated = rm.treat(rm.interpolate(rm.example("seed-002")), method="winsorize")
    >>> treated.treated.columns.to_list()
    ['unit', 'period', 'indicator', 'before', 'after', 'how']
    """
    refuse_unknown(method, get_args(Treatment), "prepare.treat.method")
    refuse_unknown(scope, get_args(TreatScope), "prepare.treat.scope")
    refuse(StudyError, _bad_options(panel, method, percentiles, most, indicators, scope))
    refuse(DataError, undivided(panel))
    if method == "none":
        return panel.with_steps(*_untreated(panel))
    kernel = _kernel(method, percentiles, most, power)
    found: list[Problem] = []
    changes = []
    for code in indicators or _chosen(panel, method):
        try:
            changes.append(change_of(panel.values[code], panel.framework[code], kernel, scope))
        except MethodError as error:
            found += [replace(p, where={"indicator": code, **p.where}) for p in error.problems]
    refuse(MethodError, found)
    return with_changes(panel, [change for change in changes if change.shapes], method)


def _kernel(
    method: Treatment, percentiles: Percentiles, most: int, power: float | None
) -> Callable[..., Treated]:
    """Give the kernel of a method the options it knows."""
    options: dict[str, dict[str, object]] = {
        "winsorize": {"percentiles": percentiles}, "jrc": {"most": most}, "log": {},
        "box-cox": {"power": power},
    }  # fmt: skip
    return partial(TREATMENTS[method], **options[method])


def _chosen(panel: Panel, method: Treatment) -> tuple[str, ...]:
    """Choose all indicators with any value; for a transform those that the JRC rule flags."""
    known = {code: panel.values[code].dropna().to_numpy() for code in panel.framework.codes}
    return tuple(
        code for code, values in known.items()
        if values.size and (method not in TRANSFORMS or dominated(values))
    )  # fmt: skip


def _untreated(panel: Panel) -> Iterator[Problem]:
    """Name the indicators that zeros or a few values dominate, and the way to treat them."""
    known = {code: panel.values[code].dropna().to_numpy() for code in panel.framework.codes}
    flagged = [
        code for code, values in known.items()
        if values.size and (dominated(values) or (values == 0).mean() > MOST_ZEROS)
    ]  # fmt: skip
    if flagged:
        yield doubt("outliers-untreated", indicators=flagged)


def _bad_options(
    panel: Panel,
    method: Treatment,
    percentiles: Percentiles,
    most: int,
    indicators: tuple[str, ...],
    scope: TreatScope,
) -> Iterator[Problem]:
    key, (low, high) = "prepare.treat", percentiles
    if not 0 <= low < high <= 100:
        yield problem("percentiles", {"key": f"{key}.percentiles"}, low=low, high=high)
    if most < 1:
        yield problem("most-points", {"key": f"{key}.most"}, given=most)
    if scope == "per-period" and method in TRANSFORMS:
        yield problem("treat-scope", {"key": f"{key}.scope"}, method=method)
    for code in indicators:
        if code not in panel.framework.codes:
            where, allowed = {"key": f"{key}.indicators"}, panel.framework.codes
            yield problem("treat-unknown-indicator", where, given=code, allowed=allowed)
