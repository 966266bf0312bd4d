"""Write what a run leaves behind: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from resilmeter.result import Result
from resilmeter.study.folder import replaced_whole, reported
from resilmeter.study.tables import write_table_result

if TYPE_CHECKING:
    from resilmeter.scale.result import TableResult

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    del stage


def write(result: Result | TableResult, out: str | Path, progress: Progress = _silent) -> Path:
    """Write tables, workbook, figures, report and run.json into a folder, all or nothing.

    Parameters
    ----------
    result : Result or TableResult
        What a study led to; of a table there are no workbook and no figures, and its scored rows
        are Parquet files by period.
    out : str or Path
        Folder; an earlier output of resilmeter there is replaced as a whole at the very end, so an
        interrupted run leaves it untouched.
    progress : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something that resilmeter did not write.
    """
    from resilmeter.study.written import write_all  # noqa: PLC0415 - figures take long to load

    out = Path(out)
    with replaced_whole(out) as folder, reported(out):
        if isinstance(result, Result):
            write_all(result, folder, progress)
        else:
            progress("tables")
            write_table_result(result, folder)
    return out
