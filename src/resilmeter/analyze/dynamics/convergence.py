"""Do the units draw together (sigma), and do those that start low grow faster (beta)?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from resilmeter.analyze.dynamics.effects import effects_row
from resilmeter.analyze.dynamics.series import members, over_time
from resilmeter.core.arrays import FloatArray, even_step
from resilmeter.core.convergence import FORMS, STEPS, Beta, Form, Steps, beta, sigma
from resilmeter.core.trend import Trend
from resilmeter.errors import MethodError
from resilmeter.notebook import card
from resilmeter.panel import Panel
from resilmeter.scoring import Scores

NAN = float("nan")
BLANK = dict.fromkeys(
    ("slope", "error", "p", "low", "high", "r_squared", "speed", "half_life"), NAN
)  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Convergence:
    """Sigma and beta convergence of the index.

    Attributes
    ----------
    sigma : DataFrame
        group (blank for all units), period, units, deviation, variation, note.
    sigma_trends : DataFrame
        group, measure (deviation, variation), first, last, slope, p, verdict, note.
    beta : DataFrame
        group, kind (absolute, conditional, effects), form (log, level), steps (each, whole), slope,
        error, p, low, high, r_squared, speed, half_life, observations, units, note.
    """

    sigma: pd.DataFrame
    sigma_trends: pd.DataFrame
    beta: pd.DataFrame

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables by the names of their files."""
        return {"sigma": self.sigma, "sigma_trends": self.sigma_trends, "beta": self.beta}

    _repr_html_ = card

    def __repr__(self) -> str:
        row = self.sigma_trends.iloc[-1]
        return f"<Convergence: {row['measure']} {row['verdict']}>"


def convergence(scores: Scores, *, effects: bool = False) -> Convergence:
    """Measure sigma and beta convergence of the index, of all units and within groups.

    Parameters
    ----------
    scores : Scores
        Index, comparable over time.
    effects : bool
        Also with a level for each unit and each period, through the extra `effects`.

    Returns
    -------
    Convergence

    Raises
    ------
    StudyError
        Effects without linearmodels; the message names the extra.
    MethodError
        Scores that cannot be compared over time.

    Notes
    -----
    Sigma: ``s_t`` and ``s_t / mean_t``. Beta: ``ln(y_t+T / y_t) = a + b ln y_t`` and
    ``y_t+T - y_t = a + b y_t``, over each step and from first to last; conditional with a level for
    each group; with effects, a level for each unit and each period, over each step. Errors are
    clustered by unit. Caveats: levels of units make b too low where periods are few (the note says
    by about how much); chance errors at the start and a bound that
    scores near both make b negative; do not call it catching up where the dispersion does not fall.

    References
    ----------
    Barro, Sala-i-Martin (1992), Journal of Political Economy 100, doi:10.1086/261816.

    Examples
    --------
    >>> import resilmeter as rm
    >>> scaled = rm.normalize(rm.interpolate(rm.example("seed-002")))
    >>> found = rm.convergence(rm.score(scaled, rm.weigh(scaled, method="entropy")))
    >>> found
    <Convergence: variation none>
    """
    index, panel = over_time(scores), scores.scaled.panel
    rows, trends, slopes = [], [], []
    for name, member in members(panel):
        found = sigma(index[member], panel.periods)
        for t, period in enumerate(panel.periods):
            value, reason = found.variation[t], found.reason or found.reasons[t]
            spread = found.deviation[t], NAN if value is None else value
            note = reason.text() if reason else ""
            rows.append((name, period, int(member.sum()), *spread, note))
        trends += [
            (name, measure, *_trend(each))
            for measure, each in (("deviation", found.deviation_trend),
                                  ("variation", found.variation_trend))
        ]  # fmt: skip
        slopes += _slopes(name, index[member], panel)
    slopes += _conditional(index, panel)
    slopes += _with_effects(index, panel) if effects else []
    columns = ["group", "period", "units", "deviation", "variation", "note"]
    measures = ["group", "measure", "first", "last", "slope", "p", "verdict", "note"]
    shown = pd.DataFrame(trends, columns=measures)
    order = shown["group"].ne("")  # all units last, so that the record can name their trend
    return Convergence(
        sigma=pd.DataFrame(rows, columns=columns),
        sigma_trends=pd.concat([shown[order], shown[~order]], ignore_index=True),
        beta=pd.DataFrame(slopes),
    )


def _trend(found: Trend | None) -> tuple[object, ...]:
    if found is None or found.test is None or found.slope is None:
        return NAN, NAN, NAN, NAN, "", "n/a: no dispersion in every period"
    note = found.reason.text() if found.reason else ""
    return found.first, found.last, found.slope.slope, found.test.p, found.verdict, note


def _slopes(name: str, index: FloatArray, panel: Panel) -> list[dict[str, object]]:
    """Fit every form of absolute convergence."""
    return [
        {"group": name, "kind": "absolute", "form": form, "steps": steps,
         **_fit(index, panel, None, form, steps)}
        for form in FORMS for steps in STEPS
    ]  # fmt: skip


def _conditional(index: FloatArray, panel: Panel) -> list[dict[str, object]]:
    """Fit convergence towards a level of its own for each group, where there are groups."""
    count = len(panel.group_order)
    if count < 2:
        return []
    dummies = (panel.group_codes[:, None] == np.arange(1, count)).astype(np.float64)
    held = np.repeat(dummies[:, None, :], index.shape[1], axis=1)
    return [
        {"group": "", "kind": "conditional", "form": form, "steps": steps,
         **_fit(index, panel, held, form, steps)}
        for form in FORMS for steps in STEPS
    ]  # fmt: skip


def _with_effects(index: FloatArray, panel: Panel) -> list[dict[str, object]]:
    """Fit convergence with a level for each unit and each period."""
    try:
        even_step(panel.periods, len(panel.periods))
    except MethodError as error:
        rows: list[dict[str, object]] = [
            {"observations": 0, "units": len(index), "note": str(error)} for _ in FORMS
        ]
    else:
        rows = [effects_row(index, panel.periods, form) for form in FORMS]
    return [
        {"group": "", "kind": "effects", "form": form, "steps": "each", **BLANK, **row}
        for form, row in zip(FORMS, rows, strict=True)
    ]


def _fit(
    index: FloatArray, panel: Panel, held: FloatArray | None, form: Form, steps: Steps
) -> dict[str, object]:
    """Fit one form; periods that are not equally far apart have no common step."""
    try:
        found: Beta = beta(index, panel.periods, held, form=form, steps=steps)
    except MethodError as error:
        return {**BLANK, "observations": 0, "units": len(index), "note": str(error)}
    note = found.reason.text() if found.reason else ""
    if found.fit is None:
        return {**BLANK, "observations": 0, "units": len(index), "note": note}
    fit = found.fit
    return {
        "slope": fit.coefficients[1], "error": fit.errors[1], "p": fit.p[1], "low": fit.low[1],
        "high": fit.high[1], "r_squared": fit.r_squared,
        "speed": NAN if found.speed is None else found.speed,
        "half_life": NAN if found.half_life is None else found.half_life,
        "observations": fit.observations, "units": fit.units, "note": note,
    }  # fmt: skip
