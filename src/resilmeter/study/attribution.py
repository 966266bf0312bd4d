"""Which stage changed the scores? Both studies replayed with every combination of their stages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from resilmeter.core.arrays import FloatArray
from resilmeter.core.shapley import shapley_gains, subsets
from resilmeter.errors import Problem, ResilmeterError, StudyError, note, refuse
from resilmeter.scoring import Scores
from resilmeter.sections import validated
from resilmeter.study.robustness.replay import Replay
from resilmeter.study.schema import Study
from resilmeter.study.stages import scored
from resilmeter.weighting import weigh

# The keys of each stage, in the order of a run; a stage differs if its keys or files do.
STAGES = {
    "data": ("data", "inequality.weights"),
    "filling": ("prepare.interpolate", "prepare.impute", "seed"),
    "outliers": ("prepare.treat",),
    "normalisation": ("prepare.normalize",),
    "weights": ("weigh",),
    "aggregation": ("score",),
}
# The keys that name files, by stage.
FILES = {
    "data": ("data.panel", "data.indicators"),
    "normalisation": ("prepare.normalize.goalposts",),
    "weights": ("weigh.given", "weigh.comparisons"),
    "aggregation": ("score.imported",),
}
# Two runs of the same software differ by rounding only; more is told as a rest.
SAME = 1e-9
COLUMNS = ["unit", "period", "stage", "change", "moved"]
Record = Mapping[str, Any]


def apportioned(
    first: Record, second: Record, scores: pd.DataFrame, places: Sequence[Path]
) -> tuple[pd.DataFrame, Problem | None]:
    """Split the change of index and ranks between two runs over the stages that differ.

    Parameters
    ----------
    first, second : mapping
        What the runs recorded.
    scores : DataFrame
        See `Comparison.scores`.
    places : sequence of Path
        Folders to look for the input files.

    Returns
    -------
    shares : DataFrame
        See `Comparison.shares`.
    reason : Problem or None
        Why there are none: input files that are not found, or a combination that is refused.
    """
    stages = [stage for stage in STAGES if _of_stage(first, stage) != _of_stage(second, stage)]
    both = scores.dropna(subset=["index_first", "index_second"])
    if not stages or both.empty:
        return pd.DataFrame(columns=COLUMNS), None
    found = [_found(record, places) for record in (first, second)]
    for missing in (place for place in found if isinstance(place, str)):
        return pd.DataFrame(columns=COLUMNS), note("change-not-split", file=missing)
    keys = [_placed(record, place) for record, place in zip((first, second), found, strict=True)
            if isinstance(place, Path)]  # fmt: skip
    try:
        values = dict(_replayed(keys[0], keys[1], stages, both))
    except ResilmeterError as error:
        reason = note("replay-refused", why=error.problems[0].text())
        return pd.DataFrame(columns=COLUMNS), reason
    return _laid_out(shapley_gains(values, len(stages)), stages, both), None


def _of_stage(record: Record, stage: str) -> list[Any]:
    """Gather what a stage of a run looked at: its keys, and the hashes of its files."""
    keys = [_at(record["study"], key) for key in STAGES[stage]]
    return [*keys, *(record["inputs"].get(name) for name in _names(record, stage))]


def _names(record: Record, stage: str) -> Iterator[str]:
    """Name the files of a stage."""
    for key in FILES.get(stage, ()):
        value = _at(record["study"], key)
        names = value if isinstance(value, list) else [value]
        yield from (name for name in names if isinstance(name, str) and name)


def _at(study: Mapping[str, Any], key: str) -> Any:
    value: Any = study
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _found(record: Record, places: Sequence[Path]) -> Path | str:
    """Find the folder with the input files as the run read them; else name a file that lacks."""
    names = [name for stage in STAGES for name in _names(record, stage)]
    lacking = names[0]
    for place in places:
        lacks = [name for name in names if not _same(place / name, record["inputs"].get(name))]
        if not lacks:
            return place.resolve()
        lacking = lacks[0]
    return lacking


def _same(file: Path, recorded: str | None) -> bool:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() == recorded
    except OSError:
        return False


def _placed(record: Record, folder: Path) -> dict[str, Any]:
    """Copy the keys of a run, with the whole paths of its files."""
    study = deepcopy(dict(record["study"]))
    for key in (key for keys in FILES.values() for key in keys):
        value = _at(study, key)
        if isinstance(value, str) and value:
            _put(study, key, str(folder / value))
        elif isinstance(value, list):
            _put(study, key, [str(folder / name) for name in value])
    return study


def _put(study: dict[str, Any], key: str, value: Any) -> None:
    *path, last = key.split(".")
    section = _at(study, ".".join(path))
    section[last] = value


def _replayed(
    first: dict[str, Any], second: dict[str, Any], stages: Sequence[str], both: pd.DataFrame
) -> Iterator[tuple[tuple[int, ...], FloatArray]]:
    """Score with each set of stages of the second run: (2, rows of both), index and ranks.

    Raises
    ------
    ResilmeterError
        A combination that is refused.
    """
    rows = pd.MultiIndex.from_frame(both[["unit", "period"]])
    replay = Replay(_study(first))
    for members in subsets(len(stages)):
        mixed = deepcopy(first)
        for key in (key for m in members for key in STAGES[stages[m]]):
            value = deepcopy(_at(second, key))
            _put(mixed, key, value) if "." in key else mixed.update({key: value})
        found = _scores(replay, _study(mixed))
        values = (found.index.reindex(rows), -found.ranks.reindex(rows))
        yield members, np.stack([value.to_numpy(dtype=np.float64) for value in values])


def _study(keys: dict[str, Any]) -> Study:
    study, found = validated(Study, deepcopy(keys), "run.json")
    refuse(StudyError, found)
    if study is None:
        raise AssertionError("a study without problems was not built")
    return study


def _scores(replay: Replay, study: Study) -> Scores:
    scaled, choices = replay.scaled(study), replay.choices(study)
    weights = weigh(scaled, method=study.weigh.method, choices=choices, describe=False)
    return scored(study, scaled, weights)


def _laid_out(gains: FloatArray, stages: Sequence[str], both: pd.DataFrame) -> pd.DataFrame:
    """Lay (2, rows, stages) gains out, with a rest where replaying does not give what was found."""
    found = both[["change", "moved"]].to_numpy(dtype=np.float64).T
    rest = found - gains.sum(axis=2)
    if np.abs(rest).max() > SAME:
        gains = np.concatenate([gains, rest[..., None]], axis=2)
        stages = [*stages, "rest"]
    tables = [
        both[["unit", "period"]].assign(stage=stage, change=change, moved=moved)
        for stage, change, moved in zip(stages, gains[0].T, gains[1].T, strict=True)
    ]
    return pd.concat(tables, ignore_index=True)[COLUMNS]
