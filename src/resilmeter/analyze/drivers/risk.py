"""Which strata of a driver differ in their mean outcome?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.analyze.drivers.choices import DriverChoices
from resilmeter.analyze.drivers.gather import Drivers, gather_drivers
from resilmeter.analyze.drivers.sample import Sample, reason, sample, tabled
from resilmeter.analyze.drivers.source import DriverSource
from resilmeter.core.detector import PublishedRisk, Risk, published_risk, risk_detector
from resilmeter.errors import MethodError, problem
from resilmeter.notebook import card
from resilmeter.scoring import Scores

STRATA_COLUMNS = {
    "driver": "text", "period": "Int64", "stratum": "Int64", "label": "text", "low": "float",
    "high": "float", "rows": "Int64", "mean": "float", "letters": "text", "note": "text",
}  # fmt: skip
PAIR_COLUMNS = {
    "driver": "text", "period": "Int64", "stratum_a": "Int64", "stratum_b": "Int64",
    "difference": "float", "t": "float", "df": "float", "p": "float", "p_adjusted": "float",
    "differs": "boolean", "t_compat": "float", "p_compat": "float", "differs_compat": "boolean",
    "note": "text",
}  # fmt: skip


@dataclass(frozen=True, eq=False, kw_only=True)
class Risks:
    """Mean outcomes of the strata of every driver, and which of them differ.

    Attributes
    ----------
    strata : DataFrame
        driver, period, stratum (1 is the lowest), label, low, high (limits; blank for categories),
        rows, mean, letters (strata that share a letter do not differ), note.
    pairs : DataFrame
        driver, period, stratum_a, stratum_b, difference, t, df, p, p_adjusted (Holm, within the
        driver and period), differs, t_compat, p_compat, differs_compat, note.
    given : Drivers
        What was looked at.
    """

    strata: pd.DataFrame
    pairs: pd.DataFrame
    given: Drivers

    _repr_html_ = card

    def __repr__(self) -> str:
        told = int(self.pairs["differs"].fillna(value=False).sum())
        return f"<Risks: {len(self.strata)} strata, {told} of {len(self.pairs)} pairs differ>"


def detect_risk(
    scores: Scores | pd.Series,
    drivers: DriverSource | Drivers,
    choices: DriverChoices | None = None,
    *,
    seed: int = 1,
) -> Risks:
    """Compare the mean outcome of all pairs of strata of each driver.

    Parameters
    ----------
    scores : Scores or Series
        The index, or any outcome by unit or by (unit, period).
    drivers : DataFrame, str, Path, sequence of str or Drivers
        As for `gather_drivers`.
    choices : DriverChoices, optional
        Kinds, strata, guards, periods, level.
    seed : int
        Seed of a search of strata; the tests draw nothing.

    Returns
    -------
    Risks

    Raises
    ------
    StudyError, DataError, MethodError
        As `gather_drivers`.

    Notes
    -----
    ``t = (m_i - m_j)/sqrt(S_i^2/n_i + S_j^2/n_j)`` (Welch) with unrounded degrees of freedom,
    corrected for the pairs of a driver by Holm. Where a stratum holds one row there is no test, and
    the row says so.

    References
    ----------
    Welch (1947), Biometrika 34(1-2), 28-35, doi:10.1093/biomet/34.1-2.28.

    Examples
    --------
    >>> names = [f"city {i}" for i in range(6)]
    >>> y = pd.Series([1.0, 2.0, 3.0, 11.0, 12.0, 13.0], index=names)
    >>> coast = pd.DataFrame({"coast": list("nnnyyy")}, index=names)
    >>> detect_risk(y, coast).strata[["label", "mean", "letters"]].values.tolist()
    [['n', 2.0, 'b'], ['y', 12.0, 'a']]
    """
    given = gather_drivers(scores, drivers, choices, seed=seed)
    strata, pairs = list[dict[str, Any]](), list[dict[str, Any]]()
    for period in given.detailed:
        for member in given.members:
            means, tests = _compared(given, member.name, period)
            strata += means
            pairs += tests
    return Risks(
        strata=tabled(strata, STRATA_COLUMNS), pairs=tabled(pairs, PAIR_COLUMNS), given=given
    )


def _compared(
    given: Drivers, name: str, period: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Compare the strata of one driver in one period."""
    keys: dict[str, Any] = {"driver": name, "period": period}
    try:
        taken = sample(given, [name], period)
        found = risk_detector(taken.y, taken.codes[0], alpha=given.choices.alpha)
    except MethodError as error:
        return [keys | {"note": reason(error)}], []
    present = np.unique(taken.codes[0])
    strata = [
        keys | _limits(given, name, period, int(code))
        | {"rows": int(found.sizes[at]), "mean": found.means[at], "letters": found.letters[at]}
        for at, code in enumerate(present)
    ]  # fmt: skip
    published = _published(given, taken)
    tests = [keys | _test(found, i, present, published) for i in range(len(found.p))]
    alone = reason(problem("risk-untested"))
    tests += [
        keys | {"stratum_a": present[i] + 1, "stratum_b": present[j] + 1,
                "difference": found.means[i] - found.means[j], "note": alone}
        for i, j in found.untested.tolist()
    ]  # fmt: skip
    return strata, tests


def _limits(given: Drivers, name: str, period: int, code: int) -> dict[str, Any]:
    cut = given.cuts[name]
    found: dict[str, Any] = {"stratum": code + 1, "label": cut.label(code, period)}
    if not cut.labels:
        low, high = cut.breaks[period][code : code + 2]
        found |= {"low": low, "high": high}
    return found


def _test(
    found: Risk, at: int, present: np.ndarray, published: PublishedRisk | None
) -> dict[str, Any]:
    i, j = found.pairs[at]
    row = {
        "stratum_a": present[i] + 1, "stratum_b": present[j] + 1,
        "difference": found.difference[at], "t": found.t[at], "df": found.df[at],
        "p": found.p[at], "p_adjusted": found.p_adjusted[at],
        "differs": bool(found.significant[at]),
    }  # fmt: skip
    if published is not None:
        row |= {"t_compat": published.t[i, j], "p_compat": published.p[i, j],
                "differs_compat": bool(published.significant[i, j])}  # fmt: skip
    return row


def _published(given: Drivers, taken: Sample) -> PublishedRisk | None:
    compat = given.choices.compat
    return None if compat is None else published_risk(taken.y, taken.codes[0], compat)
