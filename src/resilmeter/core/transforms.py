"""Transform skewed values: logarithms, and powers by Box and Cox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, refuse_constant, vector
from resilmeter.core.skewness import skewness_kurtosis
from resilmeter.errors import MethodError, problem, refuse

# What the shifted logarithm adds to the distance from the end, as a share of the range.
SHIFT = 0.01

How = Literal["untreated", "winsorized", "shifted_log", "log", "box_cox"]


@dataclass(frozen=True)
class Treated:
    """Values after treatment, and what was done to them.

    Attributes
    ----------
    values : (n,) float array
        In the order given.
    how : {"untreated", "winsorized", "shifted_log", "log", "box_cox"}
        The treatment that was applied.
    points : int
        Values that were winsorised; 0 for the others.
    power : float or None
        Lambda of the Box-Cox transform.
    """

    values: FloatArray
    how: How
    points: int = 0
    power: float | None = None


def shifted_log(x: npt.ArrayLike) -> Treated:
    """Take logarithms of the distance from the end that has no tail.

    Parameters
    ----------
    x : (n,) float array
        Raw values of any sign, not all equal.

    Returns
    -------
    Treated
        Increasing in x.

    Raises
    ------
    MethodError
        All values equal, or values that are not finite.

    Notes
    -----
    With a = 0.01 (max - min): ``ln(x - min + a)`` for a tail of high values (G1 >= 0), as COINr's
    log_CT, and ``-ln(max - x + a)`` for a tail of low ones. Caveats: minimum and maximum set the
    shift, so new data change old values; the unit is lost.

    Examples
    --------
    >>> shifted_log([0.0, 1.0, 10.0, 100.0]).values.round(3)
    array([0.   , 0.693, 2.398, 4.615])
    """
    values = vector(x)
    low, high = values.min(), values.max()
    skewness, _ = skewness_kurtosis(values)
    shift = SHIFT * (high - low)
    if skewness >= 0:
        return Treated(np.log(values - low + shift), "shifted_log")
    return Treated(-np.log(high - values + shift), "shifted_log")


def log(x: npt.ArrayLike) -> Treated:
    """Take natural logarithms.

    Parameters
    ----------
    x : (n,) float array
        Positive values.

    Returns
    -------
    Treated

    Raises
    ------
    MethodError
        Values of zero or below.

    Notes
    -----
    ``ln(x)``. Caveats: equal ratios become equal distances, which changes what a gap means; the
    unit is lost.

    Examples
    --------
    >>> log([1.0, 10.0, 100.0]).values.round(3)
    array([0.   , 2.303, 4.605])
    """
    values = vector(x)
    _refuse_not_positive(values)
    return Treated(np.log(values), "log")


def box_cox(x: npt.ArrayLike, power: float | None = None) -> Treated:
    """Transform by the power that makes the values most nearly normal.

    Parameters
    ----------
    x : (n,) float array
        Positive values.
    power : float, optional
        Lambda; the one of maximum likelihood if left out.

    Returns
    -------
    Treated
        With the power that was used.

    Raises
    ------
    MethodError
        Values of zero or below, or all equal where lambda is to be fitted.

    Notes
    -----
    ``(x^lambda - 1) / lambda``, and ln(x) for lambda = 0. Caveats: a fitted lambda moves with
    every new period; the unit is lost.

    References
    ----------
    Box, Cox (1964), An analysis of transformations, doi:10.1111/j.2517-6161.1964.tb00553.x.

    Examples
    --------
    >>> box_cox([1.0, 4.0, 9.0], power=0.5).values
    array([0., 2., 4.])
    """
    # Loading scipy.stats takes half a second, and few studies need it.
    from scipy.special import boxcox  # noqa: PLC0415
    from scipy.stats import boxcox_normmax  # noqa: PLC0415

    values = vector(x)
    _refuse_not_positive(values)
    if power is None:
        refuse_constant(values[:, None], None)
        power = float(boxcox_normmax(values, method="mle"))
    return Treated(np.asarray(boxcox(values, power), dtype=np.float64), "box_cox", power=power)


def _refuse_not_positive(values: FloatArray) -> None:
    count = int((values <= 0).sum())
    refuse(MethodError, [problem("log-not-positive", count=count)] if count else [])
