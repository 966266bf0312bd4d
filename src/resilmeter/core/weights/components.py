"""Weights from principal components, in the three meanings that papers use without saying which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import FloatArray, label, matrix
from resilmeter.core.weights.correlation import pearson
from resilmeter.errors import MethodError, problem

PcaMeaning = Literal["absolute", "first", "scores"]


@dataclass(frozen=True)
class Components:
    """Principal components of the correlation matrix.

    Attributes
    ----------
    variances : (q,) float array
        Eigenvalues, largest first; they add up to q.
    loadings : (q, q) float array
        Unit eigenvectors in columns (row = indicator); each is oriented so that its entries add up
        to a positive number, since the sign of a component means nothing.
    """

    variances: FloatArray
    loadings: FloatArray

    @property
    def explained(self) -> FloatArray:
        """(q,): share of the variance that each component explains; adds up to 1."""
        return np.asarray(self.variances / self.variances.sum(), dtype=np.float64)


def components(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> Components:
    """Decompose the correlation matrix.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values; scaling does not matter.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    Components

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Examples
    --------
    >>> components([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0]]).explained
    array([0.5, 0.5])
    """
    return components_of(pearson(x, labels))


def components_of(correlation: FloatArray) -> Components:
    """Finish `components`: from a (q, q) correlation matrix."""
    variances, vectors = np.linalg.eigh(correlation)
    order = np.argsort(-variances, kind="stable")
    vectors = vectors[:, order]
    sign = np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    return Components(np.clip(variances[order], 0.0, None), vectors * sign)


def pca(
    x: npt.ArrayLike, labels: Sequence[str] | None = None, *, meaning: PcaMeaning = "absolute"
) -> FloatArray:
    """Weigh by principal components.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values.
    labels : sequence of str, optional
        Names of the columns for error messages.
    meaning : {"absolute", "first", "scores"}
        absolute: loadings without sign, averaged with the explained variance; first: loadings of
        the first component; scores: signed loadings averaged with the explained variance, which is
        what scoring by components amounts to.

    Returns
    -------
    (q,) float array
        Weights, none negative, summing to 1.

    Raises
    ------
    MethodError
        A constant column; values that are not finite; with "first" and "scores", indicators with
        negative weight, by name: such an indicator would lower the index as it improves.

    Notes
    -----
    ``v_j = sum_k e_k |l_jk|``, ``v_j = l_j1`` or ``v_j = sum_k e_k l_jk`` with the explained shares
    e and unit eigenvectors l of the correlation matrix; ``w_j = v_j / sum v``. Caveats: weights
    follow what indicators have in common, not what matters; the three meanings disagree.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis, doi:10.1007/b98835.

    Examples
    --------
    >>> pca([[0.0, 0.0], [1.0, 0.8], [2.0, 2.1]], meaning="first")
    array([0.5, 0.5])
    """
    return pca_of(components(x, labels), labels, meaning=meaning)


def pca_of(
    found: Components, labels: Sequence[str] | None = None, *, meaning: PcaMeaning = "absolute"
) -> FloatArray:
    """Finish `pca`: from the components."""
    parts = {
        "absolute": np.abs(found.loadings) @ found.explained,
        "first": found.loadings[:, 0],
        "scores": found.loadings @ found.explained,
    }
    weights = parts[meaning]
    negative = [label(labels, int(j)) for j in np.flatnonzero(weights < 0)]
    if negative:
        raise MethodError(problem("pca-negative", columns=negative, meaning=meaning))
    return np.asarray(weights / weights.sum(), dtype=np.float64)


@dataclass(frozen=True)
class Adequacy:
    """Whether indicators have enough in common for components to mean anything.

    Attributes
    ----------
    kmo : float
        Kaiser-Meyer-Olkin measure in [0, 1]; below 0.5 is poor. NaN where the correlation matrix
        cannot be inverted.
    bartlett : float
        Bartlett's chi-squared statistic of "no correlation"; infinite for a singular matrix.
    degrees : int
        Its degrees of freedom.
    """

    kmo: float
    bartlett: float
    degrees: int


def adequacy(x: npt.ArrayLike, labels: Sequence[str] | None = None) -> Adequacy:
    """Measure sampling adequacy (KMO) and Bartlett's statistic of sphericity.

    Parameters
    ----------
    x : (n, q) float array
        Oriented values, q >= 2.
    labels : sequence of str, optional
        Names of the columns for error messages.

    Returns
    -------
    Adequacy

    Raises
    ------
    MethodError
        A constant column, or values that are not finite.

    Notes
    -----
    ``KMO = sum r^2 / (sum r^2 + sum p^2)`` over pairs, with partial correlations p;
    ``chi2 = -(n - 1 - (2 q + 5) / 6) ln |R|`` with ``q (q - 1) / 2`` degrees of freedom.

    References
    ----------
    Kaiser (1974), Psychometrika 39, doi:10.1007/BF02291575.
    Bartlett (1951), Biometrika 38, doi:10.1093/biomet/38.3-4.337.

    Examples
    --------
    >>> round(adequacy([[0.0, 1.0], [1.0, 0.0], [2.0, 1.0], [3.0, 1.5]]).kmo, 4)
    0.5
    """
    array = matrix(x, labels)
    r = pearson(array, labels)
    n, q = array.shape
    _, logarithm = np.linalg.slogdet(r)
    chi2 = float(-(n - 1 - (2 * q + 5) / 6) * logarithm)
    return Adequacy(_kmo(r), chi2, q * (q - 1) // 2)


def _kmo(r: FloatArray) -> float:
    if np.linalg.matrix_rank(r) < r.shape[0]:
        return float("nan")
    inverse = np.linalg.inv(r)
    scale = np.sqrt(np.diag(inverse))
    partial = -inverse / np.outer(scale, scale)
    off = ~np.eye(r.shape[0], dtype=bool)
    common, alone = float((r[off] ** 2).sum()), float((partial[off] ** 2).sum())
    return common / (common + alone) if common + alone > 0 else float("nan")
