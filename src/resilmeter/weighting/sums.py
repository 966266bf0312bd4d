"""What the weightings need to know of rows that are too many to hold: a few sums."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from resilmeter.core import weights as kernels
from resilmeter.core.arrays import FloatArray, refuse_negative
from resilmeter.core.columns import Moments
from resilmeter.weighting.choices import Choices


@dataclass(frozen=True, kw_only=True, eq=False)
class Sums:
    """Sums over the rows of scaled values.

    Attributes
    ----------
    moments : Moments
        Rows, means, products of deviations.
    divergence : (q,) float array
        1 less the entropy of each column; NaN where values are negative.
    shifted : (q,) float array
        The same with the study's shift added to every value first.
    codes : tuple of str
        Indicator of each column.
    choices : Choices
        Choices beside the method.
    """

    moments: Moments
    divergence: FloatArray
    shifted: FloatArray
    codes: tuple[str, ...]
    choices: Choices

    def only(self, columns: list[int]) -> Sums:
        """Keep some columns."""
        of = self.moments
        return replace(
            self,
            moments=Moments(of.rows, of.mean[columns], of.products[np.ix_(columns, columns)]),
            divergence=self.divergence[columns],
            shifted=self.shifted[columns],
            codes=tuple(self.codes[j] for j in columns),
        )


def critic(sums: Sums) -> FloatArray:
    """Finish CRITIC."""
    return kernels.critic_of(sums.moments.deviation, sums.moments.correlation, sums.codes)


def critic_cv(sums: Sums) -> FloatArray:
    """Finish CRITIC with the coefficient of variation."""
    of = sums.moments
    return kernels.critic_cv_of(of.deviation, of.mean, of.correlation, sums.codes)


def entropy(sums: Sums) -> FloatArray:
    """Finish the entropy method."""
    below = np.where(np.isnan(sums.shifted), -1.0, 0.0)
    refuse_negative(below[None], sums.codes, "entropy")
    return kernels.shares(sums.shifted)


def coefficient_of_variation(sums: Sums) -> FloatArray:
    """Finish the coefficient of variation."""
    mean = kernels.positive(sums.moments.mean, sums.codes, "coefficient-of-variation")
    return kernels.shares(sums.moments.deviation / mean)


def standard_deviation(sums: Sums) -> FloatArray:
    """Finish the standard deviation."""
    return kernels.shares(sums.moments.deviation)


def pca(sums: Sums, meaning: kernels.PcaMeaning = "absolute") -> FloatArray:
    """Finish principal components."""
    found = kernels.components_of(sums.moments.correlation)
    return kernels.pca_of(found, sums.codes, meaning=meaning)


def equal(sums: Sums) -> FloatArray:
    """Give every indicator the same weight."""
    return kernels.equal(sums.moments.mean[None], sums.codes)
