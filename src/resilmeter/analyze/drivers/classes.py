"""Cut one driver into classes, with the labels of its values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.cut import interval_label
from resilmeter.core.arrays import FloatArray
from resilmeter.core.strata import Discretization, categories, head_tail, manual
from resilmeter.core.strata import discretize as cut_values
from resilmeter.errors import DataError, MethodError, problem
from resilmeter.notebook import card


@dataclass(frozen=True, eq=False, kw_only=True)
class Classes:
    """One driver in classes.

    Attributes
    ----------
    codes : Series
        Class of each value, 1 is the lowest; the index of the values.
    table : DataFrame
        stratum, label, low, high (limits, ``low < x <= high``, the first class with its lower
        limit; blank for categories), rows.
    breaks : (L + 1,) float array or None
        The limits; None for categories.
    method : str
        How the classes were made.
    """

    codes: pd.Series
    table: pd.DataFrame
    breaks: FloatArray | None
    method: str

    _repr_html_ = card

    def __repr__(self) -> str:
        sizes = ", ".join(str(size) for size in self.table["rows"])
        return f"<Classes: {self.method}, {len(self.table)} classes of {sizes}>"


def discretize(
    values: pd.Series,
    method: Discretization | str = "quantile",
    classes: int = 4,
    *,
    cuts: tuple[float, ...] = (),
) -> Classes:
    """Cut a driver into classes: exactly as many as asked for, none empty.

    Parameters
    ----------
    values : Series
        Values of the driver, none missing; texts are categories as they are.
    method : str
        quantile, equal, natural, geometric, standard-deviation, manual (with `cuts`) or head-tail
        (which finds the number of classes itself).
    classes : int
        How many.
    cuts : tuple of float
        For "manual": rising inner breaks.

    Returns
    -------
    Classes

    Raises
    ------
    DataError
        Missing values, with their number and the first place.
    MethodError
        An unknown method, or classes that cannot be made, saying why.

    Notes
    -----
    Equal values never part. Natural breaks are the exact optimum (Fisher); quantiles keep ties
    together and still give every class asked for; geometric steps work for any sign.

    References
    ----------
    Fisher (1958), Journal of the American Statistical Association 53(284), 789-798,
    doi:10.1080/01621459.1958.10501479.

    Examples
    --------
    >>> rain = pd.Series([1.0, 2.0, 9.0, 10.0], index=["Ahe", "Bohe", "Cohe", "Dohe"])
    >>> discretize(rain, "natural", 2).table[["label", "rows"]].values.tolist()
    [['[1, 2]', 2], ['(2, 10]', 2]]
    """
    blank = values.isna().to_numpy()
    if blank.any():
        first = values.index[int(blank.argmax())]
        where = {"driver": str(values.name or "-")}
        raise DataError(problem("classes-missing", where, count=int(blank.sum()), first=first))
    if not pd.api.types.is_numeric_dtype(values):
        return _categories(values)
    x = values.to_numpy(dtype=np.float64)
    if method == "manual":
        made = manual(x, cuts)
    elif method == "head-tail":
        made = head_tail(x)
    else:
        made = cut_values(x, method, classes)  # type: ignore[arg-type]
    if made.breaks is None:
        raise MethodError(problem("strata-no-breaks"))
    low, high = made.breaks[:-1], made.breaks[1:]
    labels = [
        interval_label(float(below), float(above), first=place == 0)
        for place, (below, above) in enumerate(zip(low, high, strict=True))
    ]
    table = pd.DataFrame({"stratum": np.arange(1, made.count + 1), "label": labels, "low": low,
                          "high": high, "rows": made.sizes})  # fmt: skip
    codes = pd.Series(made.codes + 1, values.index, name="stratum")
    return Classes(codes=codes, table=table, breaks=made.breaks, method=made.method)


def _categories(values: pd.Series) -> Classes:
    found, labels = pd.factorize(values, sort=True)
    made = categories(found.astype(np.int64))
    table = pd.DataFrame({"stratum": np.arange(1, made.count + 1), "label": labels.astype(str),
                          "low": np.nan, "high": np.nan, "rows": made.sizes})  # fmt: skip
    codes = pd.Series(made.codes + 1, values.index, name="stratum")
    return Classes(codes=codes, table=table, breaks=None, method=made.method)
