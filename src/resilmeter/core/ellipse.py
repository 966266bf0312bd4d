"""Where the weight lies: centre of gravity and standard deviational ellipse."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, sqrt

import numpy as np
import numpy.typing as npt

from resilmeter.core.arrays import ROUNDING, FloatArray, fitting_weights, matrix
from resilmeter.errors import MethodError, Problem, doubt, problem

LEAST_POINTS = 3


@dataclass(frozen=True)
class Ellipse:
    """A standard deviational ellipse around a centre of gravity.

    Attributes
    ----------
    centre : (2,) float array
        Weighted mean, east and north, in the unit of the coordinates.
    major, minor : float or None
        Standard deviations along the two axes, in the unit of the coordinates; None where `reason`
        says why.
    rotation : float or None
        Bearing of the major axis in degrees clockwise from north, in [0, 180); None where `round`
        says why, or `reason`.
    area : float or None
        ``pi major minor``.
    flattening : float or None
        ``1 - minor / major`` in [0, 1]; 1 for points on a line.
    reason : Problem or None
        Why there is no ellipse.
    round : Problem or None
        Why there is no main direction.
    """

    centre: FloatArray
    major: float | None
    minor: float | None
    rotation: float | None
    area: float | None
    flattening: float | None
    reason: Problem | None
    round: Problem | None


def centre(points: npt.ArrayLike, weights: npt.ArrayLike) -> FloatArray:
    """Find the centre of gravity.

    Parameters
    ----------
    points : (n, 2) float array
        East and north of the units in a projected system, in metres or kilometres. Degrees of
        longitude and latitude distort distance and direction.
    weights : (n,) float array
        What is weighed, such as scores; none negative, not all zero.

    Returns
    -------
    (2,) float array
        East and north.

    Raises
    ------
    MethodError
        Not two coordinates, weights that do not fit or are negative, values that are not finite.

    Notes
    -----
    ``sum w_i x_i / sum w_i``.

    Examples
    --------
    >>> centre([[0.0, 0.0], [4.0, 0.0]], [1.0, 3.0])
    array([3., 0.])
    """
    places, w = weighed(points, weights)
    return np.asarray(w @ places / w.sum(), dtype=np.float64)


def deviational_ellipse(points: npt.ArrayLike, weights: npt.ArrayLike) -> Ellipse:
    """Describe the scatter around the centre of gravity.

    Parameters
    ----------
    points, weights
        As for `centre`; at least three points with weight.

    Returns
    -------
    Ellipse

    Raises
    ------
    MethodError
        As `centre`.

    Notes
    -----
    Axes are the square roots of the eigenvalues of ``sum w d d' / sum w``, d the distance from the
    centre: plain standard deviations, as Yuill has them. Some programs draw axes longer by
    ``sqrt(2)`` or ``sqrt(2 n / (n - 2))``; rotation and flattening are the same. Caveats: a few
    large far units move it all.

    References
    ----------
    Yuill (1971), Geografiska Annaler B 53, doi:10.1080/04353684.1971.11879353.

    Examples
    --------
    >>> found = deviational_ellipse([[0, 0], [2, 2], [0, 2], [2, 0], [3, 3], [-1, -1]], [1] * 6)
    >>> round(found.rotation, 6), round(found.major, 4), round(found.minor, 4)
    (45.0, 1.8257, 0.8165)
    """
    places, w = weighed(points, weights)
    middle = centre(places, w)
    weighty = int((w > 0).sum())
    if weighty < LEAST_POINTS:
        few = doubt("na-few-units", count=weighty, least=LEAST_POINTS)
        return Ellipse(middle, None, None, None, None, None, few, None)
    away = places - middle
    moments = (away * w[:, None]).T @ away / w.sum()
    values, directions = np.linalg.eigh(moments)
    small, large = (float(v) for v in np.clip(values, 0.0, None))
    if large <= (ROUNDING * np.abs(places).max()) ** 2:
        same = doubt("na-all-equal")
        return Ellipse(middle, None, None, None, None, None, same, None)
    minor, major = sqrt(small), sqrt(large)
    # eigenvalues that differ by rounding only leave the direction to chance
    even = large - small <= ROUNDING * large
    east, north = directions[:, 1]
    rotation = None if even else degrees(atan2(east, north)) % 180
    area, flat = float(np.pi * major * minor), 1 - minor / major
    return Ellipse(
        middle, major, minor, rotation, area, flat, None, doubt("na-round") if even else None
    )


def weighed(points: npt.ArrayLike, weights: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return points as a finite (n, 2) array and their weights, refused where they do not fit.

    >>> weighed([[0, 1]], [2])[1]
    array([2.])
    """
    places = matrix(points)
    if places.shape[1] != 2:
        raise MethodError(problem("points-shape", given=str(places.shape)))
    return places, fitting_weights(weights, places.shape[:1])
