"""Least squares with errors that allow for what observations of one unit share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr, stdtrit

from resilmeter.core.arrays import FloatArray, IntArray

# Columns scaled to length 1 that repeat each other leave singular values of this size or less.
COLLINEAR = 1e-10


@dataclass(frozen=True)
class Fit:
    """Coefficients of a linear regression, with unit-clustered errors.

    Attributes
    ----------
    coefficients, errors : (k,) float arrays
        Estimates and their standard errors.
    p : (k,) float array
        Two-sided p-values by Student's t with ``units - 1`` degrees of freedom.
    low, high : (k,) float arrays
        Ends of the 95 % intervals.
    r_squared : float
        Share of the variance that is accounted for; 0 where there is no variance.
    observations, units : int
        Rows, and clusters of rows.
    """

    coefficients: FloatArray
    errors: FloatArray
    p: FloatArray
    low: FloatArray
    high: FloatArray
    r_squared: float
    observations: int
    units: int


def independent(x: FloatArray) -> bool:
    """Tell whether no column of a design repeats the others.

    >>> independent(np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]))
    False
    """
    lengths = np.sqrt((x**2).sum(axis=0))
    if (lengths == 0).any() or x.shape[0] < x.shape[1]:
        return False
    values = np.linalg.svd(x / lengths, compute_uv=False)
    return bool(values[-1] > COLLINEAR * values[0])


def clustered_fit(y: FloatArray, x: FloatArray, units: IntArray) -> Fit:
    """Regress y on x by least squares.

    Parameters
    ----------
    y : (n,) float array
        What is explained.
    x : (n, k) float array
        Independent columns, a column of ones among them; n > k.
    units : (n,) integer array
        Code 0..g-1 of the unit of each row, g > 1.

    Returns
    -------
    Fit

    Notes
    -----
    ``V = c (X'X)^-1 (sum_g X_g' u_g u_g' X_g) (X'X)^-1`` with
    ``c = g / (g - 1) (n - 1) / (n - k)``. Caveats: with few units (below about 40) the errors are
    too small.

    References
    ----------
    Cameron, Miller (2015), Journal of Human Resources 50, doi:10.3368/jhr.50.2.317.

    Examples
    --------
    >>> x = np.column_stack([np.ones(4), np.arange(4.0)])
    >>> clustered_fit(np.array([1.0, 3.0, 5.0, 7.0]), x, np.arange(4)).coefficients.round(9)
    array([1., 2.])
    """
    n, k = x.shape
    g = int(units.max()) + 1
    q, r = np.linalg.qr(x)
    coefficients = np.linalg.solve(r, q.T @ y)
    residuals = y - x @ coefficients
    scores = np.zeros((g, k))
    np.add.at(scores, units, x * residuals[:, None])
    bread = np.linalg.inv(r)
    half = scores @ bread @ bread.T
    errors = np.sqrt(g / (g - 1) * (n - 1) / (n - k) * (half**2).sum(axis=0))
    spread = float(((y - y.mean()) ** 2).sum())
    explained = max(1.0 - float(residuals @ residuals) / spread, 0.0) if spread > 0 else 0.0
    width = float(stdtrit(g - 1, 0.975)) * errors
    low, high = coefficients - width, coefficients + width
    p = _two_sided(coefficients, errors, g - 1)
    return Fit(coefficients, errors, p, low, high, explained, n, g)


def _two_sided(coefficients: FloatArray, errors: FloatArray, freedom: int) -> FloatArray:
    """Two-sided p; an exact fit has no error, and p is 0 (1 for a coefficient of 0)."""
    sure = np.where(coefficients == 0, 0.0, np.inf)
    t = np.divide(np.abs(coefficients), errors, out=sure, where=errors > 0)
    return np.asarray(2.0 * stdtr(freedom, -t), dtype=np.float64)
