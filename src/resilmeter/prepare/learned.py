"""Fill blanks with the imputers of scikit-learn, an optional part."""

from __future__ import annotations

from typing import Any

import numpy as np

from resilmeter.core.arrays import BoolArray, FloatArray
from resilmeter.errors import StudyError, problem

ROUNDS = 10


def nearest_neighbours(x: FloatArray, neighbours: int = 5) -> FloatArray:
    """Fill blanks with the mean of the most similar rows.

    Parameters
    ----------
    x : (n, q) float array
        Values of all units and periods; NaN where unknown.
    neighbours : int
        How many rows to average.

    Returns
    -------
    (n, q) float array
        NaN where nothing is known of a row or a column, or no donor shares a known column.

    Raises
    ------
    StudyError
        scikit-learn is not installed.

    Notes
    -----
    ``x_ij = (1/k) sum x_kj`` over the k nearest rows in which j is known; distance is Euclidean
    over the standardised columns known in both rows, scaled up to all columns (scikit-learn's
    KNNImputer). Caveats: neighbours may be other years of the same unit, later ones included;
    totals make cities of one size neighbours.

    References
    ----------
    Troyanskaya et al. (2001), Missing value estimation methods for DNA microarrays,
    doi:10.1093/bioinformatics/17.6.520.
    """
    imputer = _part("KNNImputer")(n_neighbors=neighbours)
    rows, columns = _informed(x)
    z, mean, std = _standardised(x[np.ix_(rows, columns)])
    found = imputer.fit_transform(z) * std + mean
    # Where no donor shares a known column the imputer takes the mean of all rows, unasked.
    found[~_has_donor(~np.isnan(z))] = np.nan
    return _placed(x, rows, columns, found)


def chained_equations(
    x: FloatArray, low: FloatArray, high: FloatArray, seed: int = 1
) -> FloatArray:
    """Fill blanks column by column from regressions on all other columns, in rounds.

    Parameters
    ----------
    x : (n, q) float array
        Values of all units and periods; NaN where unknown.
    low, high : (q,) float arrays
        Theoretical bounds; infinite for none.
    seed : int
        Seed of the draws.

    Returns
    -------
    (n, q) float array
        NaN where nothing is known of a row or a column.

    Raises
    ------
    StudyError
        scikit-learn is not installed.

    Notes
    -----
    ``x_j ~ N(x_-j b, s^2)`` cut off at the bounds: Bayesian ridge regression of each standardised
    column on the others and a draw from its predictive distribution, 10 rounds (scikit-learn's
    IterativeImputer). A draw, not a mean, keeps the spread that weights rest on. Caveats: one draw
    hides how uncertain it is: repeat with other seeds; where the regression points beyond a bound,
    the bound is taken and said so; relations are linear and rows are taken as independent.

    References
    ----------
    van Buuren, Groothuis-Oudshoorn (2011), mice: Multivariate imputation by chained equations in
    R, doi:10.18637/jss.v045.i03.
    """
    imputer = _part("IterativeImputer")
    rows, columns = _informed(x)
    z, mean, std = _standardised(x[np.ix_(rows, columns)])
    ends = np.stack([low[columns], high[columns]])
    least, most = (ends - mean) / std
    drawn = imputer(
        sample_posterior=True, max_iter=ROUNDS, min_value=least, max_value=most, random_state=seed
    ).fit_transform(z)
    # Going back to raw units may pass a bound by the last digit.
    return _placed(x, rows, columns, np.clip(drawn * std + mean, *ends))


def _part(name: str) -> Any:
    """Load an imputer, or name the extra that brings it."""
    try:
        # scikit-learn hides IterativeImputer until its switch is imported.
        from sklearn import impute  # noqa: PLC0415
        from sklearn.experimental import enable_iterative_imputer  # noqa: F401, PLC0415
    except ImportError:
        where = {"key": "prepare.impute.method"}
        raise StudyError(problem("needs-extra", where, extra="impute")) from None
    return getattr(impute, name)


def _informed(x: FloatArray) -> tuple[BoolArray, BoolArray]:
    """Find rows and columns of which anything is known."""
    known = ~np.isnan(x)
    return np.asarray(known.any(axis=1)), np.asarray(known.any(axis=0))


def _standardised(x: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    mean, std = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    std = np.where(std > 0, std, 1.0)
    return (x - mean) / std, mean, std


def _has_donor(known: BoolArray) -> BoolArray:
    """(n, q): whether another row knows the column and shares a known column with the row."""
    reachable = known.copy()
    shares = known.astype(np.float32)
    for row in np.flatnonzero(~known.all(axis=1)):
        donors = shares @ shares[row] > 0
        reachable[row] |= known[donors].any(axis=0)
    return reachable


def _placed(x: FloatArray, rows: BoolArray, columns: BoolArray, found: FloatArray) -> FloatArray:
    """Put what was found into the blanks of the whole table; known values stay as they are."""
    filled = np.full(x.shape, np.nan)
    filled[np.ix_(rows, columns)] = found
    return np.where(np.isnan(x), filled, x)
