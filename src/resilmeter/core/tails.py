"""Tail probabilities that have a closed form, so that none need a library."""

from __future__ import annotations

from math import erfc, exp, inf, lgamma, log, sqrt

from resilmeter.errors import MethodError, problem


def chi_squared_tail(value: float, degrees: int) -> float:
    """Compute the probability that a chi-squared variable is larger than a value.

    Parameters
    ----------
    value : float
        The statistic, 0 or more; may be infinite.
    degrees : int
        Degrees of freedom, 1 or more.

    Returns
    -------
    float
        In [0, 1]; 0 for an infinite statistic.

    Raises
    ------
    MethodError
        A negative statistic, one that is not a number, or fewer than 1 degree of freedom.

    Notes
    -----
    With h = value / 2, ``e^-h sum_{k < m} h^k / k!`` for 2 m degrees of freedom, and
    ``erfc(sqrt(h)) + e^-h sum_{k < m} h^(k + 1/2) / Gamma(k + 3/2)`` for 2 m + 1. Each term comes
    from its logarithm, so that large statistics do not overflow.

    References
    ----------
    Abramowitz, Stegun (1964), Handbook of Mathematical Functions, 26.4.4 and 26.4.5.

    Examples
    --------
    >>> round(chi_squared_tail(3.841458820694124, 1), 12)
    0.05
    """
    if not value >= 0 or degrees < 1:
        raise MethodError(problem("chi-squared", value=value, degrees=degrees))
    if value in (0.0, inf):
        return 1.0 if value == 0 else 0.0
    half, odd = value / 2.0, degrees % 2
    powers = [k + odd / 2 for k in range(degrees // 2)]
    terms = [exp(power * log(half) - half - lgamma(power + 1.0)) for power in powers]
    return min(1.0, sum(terms, erfc(sqrt(half)) if odd else 0.0))
