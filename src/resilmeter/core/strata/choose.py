"""Cut a driver by the name of a method, or take its categories as they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt

from resilmeter.core.strata.intervals import equal, geometric, standard_deviation
from resilmeter.core.strata.natural import natural
from resilmeter.core.strata.quantiles import quantile
from resilmeter.core.strata.record import Strata
from resilmeter.errors import MethodError, problem

Discretization = Literal["equal", "quantile", "natural", "geometric", "standard-deviation"]

# Methods that are asked for a number of classes; `manual` and `head_tail` are not.
DISCRETIZATIONS: dict[Discretization, Callable[[npt.ArrayLike, int], Strata]] = {
    "equal": equal,
    "quantile": quantile,
    "natural": natural,
    "geometric": geometric,
    "standard-deviation": standard_deviation,
}


def discretize(values: npt.ArrayLike, method: Discretization, k: int) -> Strata:
    """Cut a continuous driver into exactly k classes.

    Parameters
    ----------
    values : (n,) float array
        Values of the driver.
    method : {"equal", "quantile", "natural", "geometric", "standard-deviation"}
        How to set the breaks.
    k : int
        Number of classes, at least 2.

    Returns
    -------
    Strata
        Exactly k classes, none empty.

    Raises
    ------
    MethodError
        An unknown method, or classes that cannot be made, saying why.

    Examples
    --------
    >>> discretize([1.0, 2.0, 9.0, 10.0], "natural", 2)
    Strata(natural: 2 classes of 2, 2)
    """
    if method not in DISCRETIZATIONS:
        allowed = list(DISCRETIZATIONS)
        raise MethodError(problem("unknown-method", given=method, allowed=allowed))
    return DISCRETIZATIONS[method](values, k)


def categories(groups: npt.ArrayLike) -> Strata:
    """Take categories as they are.

    Parameters
    ----------
    groups : (n,) integer array
        Code of each row's category; codes that no row has are left out.

    Returns
    -------
    Strata
        One class for each category that occurs, in the order of the codes.

    Raises
    ------
    MethodError
        Not one-dimensional, not whole numbers, or a single category.

    Examples
    --------
    >>> categories([7, 3, 7]).codes
    array([1, 0, 1])
    """
    array = np.asarray(groups)
    if array.ndim != 1 or not np.issubdtype(array.dtype, np.integer):
        raise MethodError(problem("groups-not-codes"))
    present, found = np.unique(array, return_inverse=True)
    if present.size < 2:
        raise MethodError(problem("strata-constant"))
    return Strata(found.astype(np.int64), int(present.size), None, "categories")
