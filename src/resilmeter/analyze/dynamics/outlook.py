"""What may come next, if anything can be said: forecasts beside their past errors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from resilmeter.analyze.dynamics.series import members, over_time
from resilmeter.core.arrays import FloatArray
from resilmeter.core.forecast import forecast, most_periods
from resilmeter.errors import MethodError
from resilmeter.scoring import Scores

NAN = float("nan")
METHODS = ("last", "drift", "grey")
COLUMNS = [
    "group", "method", "period", "value", "mean_absolute_error", "root_mean_square_error",
    "origins", "best", "grey_ratio", "grey_small_errors", "grey_grade", "note",
]  # fmt: skip


def outlook(scores: Scores, horizon: int | None = None) -> pd.DataFrame:
    """Forecast the mean index by three methods, with what each would have missed in the past.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time.
    horizon : int, optional
        Periods ahead, at most a third of the periods; as far as three if left out.

    Returns
    -------
    DataFrame
        group (blank for all units), method (last, drift, grey), period, value,
        mean_absolute_error, root_mean_square_error, origins, best, grey_ratio, grey_small_errors,
        grey_grade, note. Blank with a note where a method cannot be used.

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, or a horizon that is too long.

    Notes
    -----
    Last: ``x_t``; drift: ``x_t + h (x_t - x_1) / (t - 1)``; grey: GM(1,1). Errors are those of
    forecasts made from every earlier period (rolling origin). Caveats: a method that does not beat
    the last value forecasts nothing; none of them knows the bounds of a score.

    References
    ----------
    Hyndman, Athanasopoulos (2021), Forecasting: Principles and Practice, OTexts.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.outlook(rm.score(scaled, rm.weigh(scaled, method="entropy")), 2)
    >>> found.query("group == ''")["period"].unique().tolist()
    [2020, 2021]
    """
    index, panel = over_time(scores), scores.scaled.panel
    ahead = min(3, most_periods(len(panel.periods))) if horizon is None else horizon
    rows = [
        {"group": name, **row}
        for name, member in members(panel)
        for row in _rows(
            index[member].mean(axis=0), panel.periods, ahead, given=horizon is not None
        )
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"period": "Int64", "grey_grade": "Int64"})


def _rows(
    series: FloatArray, periods: tuple[int, ...], ahead: int, *, given: bool
) -> Iterator[dict[str, object]]:
    try:
        found = forecast(series, periods, ahead)
    except MethodError as error:
        if given:
            where = {"key": "dynamics.horizon"}
            raise MethodError(
                [replace(p, where={**where, **p.where}) for p in error.problems]
            ) from None
        for method in METHODS:
            yield {"method": method, "origins": 0, "best": False, "note": str(error)}
        return
    step = periods[-1] - periods[-2] if len(periods) > 1 else 1
    model = found.model
    for method in METHODS:
        made = getattr(found, method)
        reasons = [r for r in (made.reason, made.error.reason) if r is not None]
        if method == "grey" and model is not None and model.reason is not None:
            reasons.append(model.reason)
        grey = method == "grey" and model is not None
        values = np.full(ahead, NAN) if made.values is None else made.values
        for h, value in enumerate(values, start=1):
            yield {
                "method": method, "period": periods[-1] + h * step, "value": value,
                "mean_absolute_error": made.error.mean_absolute,
                "root_mean_square_error": made.error.root_mean_square,
                "origins": made.error.origins, "best": found.best == method,
                "grey_ratio": model.posterior_ratio if grey and model else NAN,
                "grey_small_errors": model.small_errors if grey and model else NAN,
                "grey_grade": model.grade if grey and model else pd.NA,
                "note": " ".join(dict.fromkeys(r.text() for r in reasons)),
            }  # fmt: skip
