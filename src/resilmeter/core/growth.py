"""Growth in its three forms, which papers mix up: keep them apart and named."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, vector
from resilmeter.errors import MethodError, problem


@dataclass(frozen=True)
class Growth:
    """Growth of one positive series between its first and last period.

    Attributes
    ----------
    total : float
        ``last / first - 1``.
    compound : float
        Compound annual growth rate, ``(last / first)^(1 / years) - 1``.
    mean_of_rates : float
        Arithmetic mean of the growth rates from period to period, per year.
    simple : float
        ``total / years``.
    rates : (t - 1,) float array
        Growth from each period to the next, as a fraction of the earlier, not per year.
    """

    total: float
    compound: float
    mean_of_rates: float
    simple: float
    rates: FloatArray


def growth(series: npt.ArrayLike, times: npt.ArrayLike) -> Growth | None:
    """Measure growth, or say that it is not defined.

    Parameters
    ----------
    series : (t,) float array
        Values in time order.
    times : (t,) float array
        Increasing times in years.

    Returns
    -------
    Growth or None
        None with fewer than two periods, or when a value that serves as a base is not positive.

    Raises
    ------
    MethodError
        Values that are not finite, or not as many values as times.

    Notes
    -----
    S1's "average annual growth" is the mean of rates, S2's is compound. Between periods that are
    several years apart the mean of rates uses the compound yearly rate of each step.

    Examples
    --------
    >>> g = growth([100, 110, 121], [2020, 2021, 2022])
    >>> round(g.compound, 4), round(g.simple, 4)
    (0.1, 0.105)
    """
    values, years = vector(series), vector(times)
    if values.size != years.size:
        raise MethodError(problem("series-length", given=values.size, expected=years.size))
    if values.size < 2 or (values[:-1] <= 0).any() or values[-1] < 0:
        return None
    span, steps = years[-1] - years[0], np.diff(years)
    ratios = values[1:] / values[:-1]
    ratio = float(values[-1] / values[0])
    return Growth(
        total=ratio - 1.0,
        compound=float(ratio ** (1.0 / span) - 1.0),
        mean_of_rates=float((ratios ** (1.0 / steps) - 1.0).mean()),
        simple=float((ratio - 1.0) / span),
        rates=ratios - 1.0,
    )
