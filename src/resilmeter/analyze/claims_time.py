"""What the sentences about time claim, taken from one variant of the index."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from resilmeter.core.arrays import FloatArray
from resilmeter.core.convergence import beta, sigma
from resilmeter.core.trend import trend
from resilmeter.errors import MethodError


def converged(verdict: str, high: float) -> bool:
    """Tell whether units converged: the dispersion tends to fall, and low starts grew faster.

    Parameters
    ----------
    verdict : str
        On the trend of the coefficient of variation; see `resilmeter.core.trend.trend`.
    high : float
        Upper end of the 95 % interval of beta, of the growth of logarithms in each step.

    Returns
    -------
    bool

    Notes
    -----
    Either alone is no convergence: chance errors at the start make beta negative where the
    dispersion stays as it is.

    References
    ----------
    Barro, Sala-i-Martin (1992), Journal of Political Economy 100, doi:10.1086/261816.
    """
    return verdict == "fall" and high < 0


def time_claims(index: FloatArray, periods: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Say what the trends of mean and dispersion come to, and whether units converged.

    Parameters
    ----------
    index : (n, t) float array
        The index by unit and period.
    periods : sequence of int
        The periods, increasing.

    Yields
    ------
    name, value : str
        "level-trend" and "dispersion-trend" with their verdicts, "converged" with yes or no; none
        where there are too few periods to tell, or no regression.

    Examples
    --------
    >>> import numpy as np
    >>> rising = np.linspace([0.2, 0.6], [0.6, 0.7], 8).T
    >>> dict(time_claims(rising, range(2010, 2018)))["level-trend"]
    'rise'
    """
    level = trend(index.mean(axis=0), periods).verdict
    if level != "too-short":
        yield "level-trend", level
    spread = sigma(index, periods).variation_trend
    if spread is None or spread.verdict == "too-short":
        return
    yield "dispersion-trend", spread.verdict
    try:
        fit = beta(index, periods).fit
    except MethodError:  # periods that are not equally far apart
        return
    if fit is not None:
        yield "converged", "yes" if converged(spread.verdict, float(fit.high[1])) else "no"
