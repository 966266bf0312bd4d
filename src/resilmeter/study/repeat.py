"""Repeat a finished run from its record, so that its report can be written in another form."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from resilmeter.errors import OutputError, Problem, doubt, problem
from resilmeter.result import Result
from resilmeter.study.comparison import read_record
from resilmeter.study.near import folders_near
from resilmeter.study.output import Progress
from resilmeter.study.robustness.evaluate import Counted, silent
from resilmeter.study.run import run
from resilmeter.study.schema import Study


def _silent(stage: str) -> None:
    del stage


def repeat(
    out: Path,
    inputs: Path | None = None,
    progress: Progress = _silent,
    counted: Counted = silent,
) -> tuple[Result, list[Problem]]:
    """Run the study of a finished run again, from the same inputs.

    A report in another language or format needs the data and the figures, not only the tables. The
    record holds the whole study and the hashes of its inputs, and the same study gives the same
    numbers; so nothing of the user's data is copied into the output.

    Parameters
    ----------
    out : Path
        Folder that `resilmeter run` wrote.
    inputs : Path, optional
        Folder of the study file. If left out, the files with the recorded hashes are looked for
        beside `out`, in the current folder, and one level below these.
    progress, counted : callable
        As for `run`.

    Returns
    -------
    Result
        As the run had it.
    list of Problem
        A doubt if other versions led to other sentences.

    Raises
    ------
    OutputError
        No run wrote the folder, or an input was not found or has changed.
    """
    record = read_record(out)
    try:
        recorded = Study.model_validate(record["study"])
        # Only keys that say something: a key that is set without need is a doubt.
        study = Study.model_validate(recorded.model_dump(mode="json", exclude_defaults=True))
    except ValueError as error:
        where = {"file": str(out / "run.json")}
        raise OutputError(problem("no-output-folder", where, detail=str(error))) from None
    result = run(study.in_folder(_folder(record["inputs"], out, inputs)), progress, counted)
    # The last line counts the doubts, and keys set without need are not told from others.
    from resilmeter.present.sentences.headlines import headlines  # noqa: PLC0415 - takes long to load

    if headlines(result, "en")[:-1] == record["headlines"][:-1]:
        return result, []
    return result, [doubt("repeated-otherwise", {"file": str(out)}, versions=_versions(record))]


def _versions(record: Mapping[str, Any]) -> list[str]:
    return [f"{name} {number}" for name, number in record["versions"].items()]


def _folder(hashes: Mapping[str, str], out: Path, inputs: Path | None) -> Path:
    """Find the folder whose files have the recorded hashes."""
    folders = folders_near(out) if inputs is None else [inputs]
    found = {folder: _unlike(hashes, folder) for folder in folders}
    fitting = next((folder for folder, problems in found.items() if not problems), None)
    if fitting is not None:
        return fitting
    nearest = min(found.values(), key=_gone)
    if _gone(nearest) == len(hashes):
        raise OutputError(
            problem("inputs-not-found", {"file": str(out)}, names=list(hashes),
                    folders=[str(folder) for folder in folders[:8]])
        )  # fmt: skip
    raise OutputError(nearest)


def _gone(problems: Sequence[Problem]) -> int:
    return sum(p.key == "input-gone" for p in problems)


def _unlike(hashes: Mapping[str, str], folder: Path) -> list[Problem]:
    """Say which inputs are not there or not what they were."""
    found = []
    for name, before in hashes.items():
        file = folder / name
        try:
            now = hashlib.sha256(file.read_bytes()).hexdigest()
        except OSError:  # not there, a folder, or not ours to read
            found.append(problem("input-gone", {"file": str(file)}))
            continue
        if now != before:
            shown = {"before": before[:12], "now": now[:12]}
            found.append(problem("input-changed", {"file": str(file)}, **shown))
    return found
