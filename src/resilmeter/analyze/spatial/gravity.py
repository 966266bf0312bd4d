"""Where the weight of the scores lies, and how sure its shift is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from resilmeter.analyze.dynamics.series import over_time
from resilmeter.analyze.spatial.projection import degrees_of, projected
from resilmeter.core.ellipse import deviational_ellipse
from resilmeter.core.shift import shift, shift_interval
from resilmeter.scoring import Scores

NAN = float("nan")


def gravity(
    scores: Scores, coordinates: pd.DataFrame, *, draws: int = 999, seed: int = 0
) -> pd.DataFrame:
    """Follow the centre of gravity and the deviational ellipse of the index.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time, none negative.
    coordinates : DataFrame
        lon and lat in degrees, indexed by unit.
    draws : int
        Bootstrap draws of the intervals.
    seed : int
        Same seed, same draws.

    Returns
    -------
    DataFrame
        period, east, north, major, minor, rotation, area, flattening (km, degrees clockwise from
        north), distance, bearing, low, high, east_low, east_high, north_low, north_high,
        projection, note: the shift since the first period with its 95 % intervals; an interval of
        a part that holds 0 allows no claim of a move that way.

    Raises
    ------
    MethodError
        Scores that cannot be compared over time, or negative ones.
    DataError
        Units without coordinates.

    Notes
    -----
    ``sum w_i x_i / sum w_i`` on Lambert's azimuthal equal-area plane around the middle of the
    units, named in `projection`. Axes are plain standard deviations (Yuill). Caveats: cities of a
    study are seldom a sample; read intervals as how much single cities decide.

    References
    ----------
    Yuill (1971), Geografiska Annaler B 53, doi:10.1080/04353684.1971.11879353.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-000")))
    >>> scores = rm.score(scaled, rm.weigh(scaled, method="equal"))
    >>> at = {"lon": np.linspace(104, 109, 16), "lat": np.linspace(29, 31, 16) ** 1.01}
    >>> found = rm.gravity(scores, pd.DataFrame(at, index=scaled.panel.units), draws=9)
    >>> float(found["distance"].iloc[0])
    0.0
    """
    index, panel = over_time(scores), scores.scaled.panel
    points, name = projected(degrees_of(coordinates, panel.units))
    rows = []
    first = deviational_ellipse(points, index[:, 0])
    for t, period in enumerate(panel.periods):
        found = deviational_ellipse(points, index[:, t])
        moved = shift(first.centre, found.centre)
        sure = shift_interval(points, index[:, 0], index[:, t], draws=draws, seed=seed)
        parts = (found.major, found.minor, found.rotation, found.area, found.flattening)
        reasons = [r for r in (found.reason, found.round, moved.reason) if r is not None]
        rows.append((
            period, *found.centre.tolist(), *(NAN if x is None else x for x in parts),
            moved.distance, NAN if moved.bearing is None else moved.bearing,
            sure.low, sure.high, sure.east_low, sure.east_high, sure.north_low, sure.north_high,
            name, " ".join(r.text() for r in reasons),
        ))  # fmt: skip
    columns = [
        "period", "east", "north", "major", "minor", "rotation", "area", "flattening", "distance",
        "bearing", "low", "high", "east_low", "east_high", "north_low", "north_high", "projection",
        "note",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns).astype({"rotation": np.float64})
