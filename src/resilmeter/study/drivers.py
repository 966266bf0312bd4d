"""Open the drivers that a study names, and run the detectors on them."""

from __future__ import annotations

import pandas as pd

from resilmeter.analyze.drivers import (
    Driver,
    DriverAnalysis,
    DriverChoices,
    TableOf,
    analyze_drivers,
    gather_drivers,
)
from resilmeter.errors import DataError, Problem, ResilmeterError, problem, refuse
from resilmeter.read import read_numbers, read_table, shown
from resilmeter.scoring import Scores
from resilmeter.study.schema import Study

# Keys of the section that say where the drivers are, not how they are looked at.
PLACES = {"file", "sheet", "unit", "period", "driver", "weights"}


def drivers_of(study: Study, scores: Scores) -> DriverAnalysis | None:
    """Run every detector on the drivers of a study; None where it names none.

    Parameters
    ----------
    study : Study
        What is asked.
    scores : Scores
        Of what.

    Returns
    -------
    DriverAnalysis or None

    Raises
    ------
    DataError, StudyError, MethodError
        Everything wrong with the files of drivers and weights, and with the choices.
    """
    keys = study.drivers
    if not keys.asked:
        return None
    found: list[Problem] = []
    weights = _weights(study, found) if keys.weights else None
    refuse(DataError, found)
    return analyze_drivers(scores, _table(study), _choices(study), weights=weights, seed=study.seed)


def strata_of(study: Study, scores: Scores) -> pd.DataFrame | None:
    """Cut the drivers of a study into the strata that its variants are looked at with.

    Parameters
    ----------
    study : Study
        What is asked.
    scores : Scores
        The study's own scores.

    Returns
    -------
    DataFrame or None
        Stratum by (unit, period), -1 where it is not known; one column a driver. None where the
        study names no drivers, where they are refused (which a run of the study says), and where
        indicators were dropped for them, because drivers then look at another index.
    """
    if not study.drivers.asked:
        return None
    try:
        given = gather_drivers(scores, _table(study), _choices(study), seed=study.seed)
    except ResilmeterError:
        return None
    codes = {name: cut.codes for name, cut in given.cuts.items() if cut.refused is None}
    return None if given.dropped else pd.DataFrame(codes, index=given.outcome.index)


def _choices(study: Study) -> DriverChoices:
    """Say how drivers are looked at."""
    keys = study.drivers
    return DriverChoices(
        drivers=tuple(Driver(**dict(one)) for one in keys.driver),
        **{name: value for name, value in keys if name not in PLACES},
    )


def _table(study: Study) -> TableOf:
    """Read the file of drivers, else the panel file."""
    keys, data = study.drivers, study.data
    name, sheet = (keys.file, keys.sheet) if keys.file else (data.panel, data.sheet)
    table = read_table(study.folder / name, sheet)
    return TableOf(table, keys.unit or data.unit, keys.period or data.period, data.missing)


def _weights(study: Study, found: list[Problem]) -> pd.DataFrame:
    """Read spatial weights: units in the first row and column, a blank cell for no weight."""
    table = read_table(study.folder / study.drivers.weights)
    rows = [shown(cell) for cell in table.cells.iloc[:, 0]]
    out = pd.DataFrame(index=rows)
    for column in table.cells.columns[1:]:
        numbers = read_numbers(table.cells[column])
        out[shown(column)] = pd.Series(numbers.values, rows).fillna(0.0)
        found += [
            problem("text-in-number", {**table.where, "row": table.cells.index[i],
                                       "column": column}, given=text)
            for i, text in (numbers.refused | numbers.infinite).items()
        ]  # fmt: skip
    return out
