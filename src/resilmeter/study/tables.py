"""Run a study on a table: choose the path, open the engine, and gather what comes out."""

from __future__ import annotations

import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from resilmeter.errors import DataError, OutputError, Problem, StudyError, note, problem, refuse
from resilmeter.study.files import input_files, panel_folder
from resilmeter.study.folder import alive
from resilmeter.study.inputs import attempt
from resilmeter.study.provenance import provenance
from resilmeter.study.schema import Study
from resilmeter.study.table_ask import ask_of, left_out, left_out_note

if TYPE_CHECKING:
    from resilmeter.scale.engine import Engine
    from resilmeter.scale.files import Files
    from resilmeter.scale.result import TableResult

PREFIX = ".resilmeter-table-"
# A row of a CSV file takes about so many bytes: they are not counted to choose a path.
CSV_ROW = 100


def engine_for(study: Study) -> str:
    """Choose who computes a study: "memory", or an engine of tables.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    str
        As `scale.engine` says; where it leaves the choice open, DuckDB for part files and for
        files with more rows than `scale.rows`.

    Raises
    ------
    DataError
        A pattern that no file fits.
    """
    keys, name = study.scale, study.data.panel
    if keys.engine != "auto":
        return keys.engine
    path = study.folder / name
    parts = any(sign in name for sign in "*?") or path.is_dir()
    if parts or (path.suffix.lower() == ".csv" and _bytes(path) > CSV_ROW * keys.rows):
        return "duckdb"
    large = path.suffix.lower() in {".parquet", ".pq"} and _bytes(path) > keys.rows
    if large and (_files_room().rows_in(panel_files(study)) or 0) > keys.rows:
        return "duckdb"
    return "memory"


def panel_files(study: Study) -> Files:
    """Find the files of a panel.

    Raises
    ------
    DataError
        None under this name, or both Parquet and CSV.
    """
    found = _files_room().files_of(study.folder, study.data.panel, study.data.missing)
    if found is None:
        where, folder = {"file": study.data.panel}, str(study.folder.resolve())
        raise DataError(problem("scale-no-files", where, folder=folder))
    return found  # type: ignore[no-any-return]


def run_table(
    study: Study,
    progress: Callable[[str], None],
    *,
    engine: str = "duckdb",
    panel: object = None,
    beside: Path | None = None,
) -> TableResult:
    """Run a study on a table.

    Parameters
    ----------
    study : Study
        What to do.
    progress : callable
        Called with the name of each pass as it begins.
    engine : str
        Who computes, where the panel is files.
    panel : polars.LazyFrame, duckdb relation or pyspark DataFrame, optional
        The rows, in the user's own session; the files of the study if left out.
    beside : Path, optional
        Folder in which intermediate tables lie unless the study names one.

    Returns
    -------
    TableResult

    Raises
    ------
    DataError, StudyError, MethodError, OutputError
        What is wrong with study and rows, what a plan cannot do, or an engine that gives up.
    """
    scale = _room()
    ask, steps = ask_of(study)
    _refuse_absent(study)
    files = panel_files(study) if panel is None else None
    if files is not None:
        scale.refuse_unlike(files)
    place = beside or Path(tempfile.gettempdir())
    if study.scale.temp_directory:
        place = study.folder / study.scale.temp_directory
    limit = study.scale.memory_limit
    with _working(place) as folder:
        chosen: Engine
        if panel is None:
            chosen, table = scale.engine_named(engine, folder, limit), None
        else:
            chosen, table = scale.engine_of(panel, folder, limit)
        try:
            table = scale.opened(chosen, files, ask.texts, ask.period) if table is None else table
            answers = scale.answer_table(chosen, table, ask, progress)
        finally:
            chosen.close()
        taken = note("scale-taken", engine=chosen.name, rows=answers.rows)
        answers = replace(answers, steps=(*steps, taken, *answers.steps, left_out_note(study)))
        made: TableResult = scale.TableResult(
            provenance=provenance(study, files, (chosen.name, chosen.version)), answers=answers,
            engine=chosen.name, left_out=left_out(study), folder=folder, framework=ask.framework,
        )  # fmt: skip
        return made


def check_table(study: Study, found: list[Problem]) -> None:
    """Add what is wrong with a study of a table and its files; rows are looked at by a run only."""
    attempt(found, lambda: ask_of(study))
    attempt(found, lambda: _refuse_absent(study))
    files = attempt(found, lambda: panel_files(study))
    if files is not None:
        attempt(found, lambda: _files_room().refuse_unlike(files))
    found.append(note("scale-checked"))


def write_table_result(result: TableResult, folder: Path) -> None:
    """Fill an empty folder with what a study of a table leaves behind."""
    _room().write_table(result, folder)
    if result.folder.parent == folder:
        result.close()


def refuse_temporary(study: Study, engine: str, out: Path) -> None:
    """Refuse a temporary folder inside the output, or among the files of the panel.

    What a killed run leaves there would hinder the next one.

    Raises
    ------
    OutputError
    """
    if engine == "memory" or not study.scale.temp_directory:
        return
    place = (study.folder / study.scale.temp_directory).resolve()
    for inside in (out.resolve(), panel_folder(study)):
        if inside is not None and place.is_relative_to(inside):
            where, given = {"key": "scale.temp_directory"}, study.scale.temp_directory
            raise OutputError(problem("scale-temporary", where, given=given, inside=str(inside)))


@contextmanager
def _working(place: Path) -> Iterator[Path]:
    """Make a folder for intermediate tables; remove it after a failure, and those of dead runs."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", {"file": str(place)}, detail=detail)) from None
    # runs of other machines may lie here too, and their processes are not seen from this one
    own = f"{PREFIX}{sha256(platform.node().encode()).hexdigest()[:8]}-"
    for left in place.glob(f"{own}*"):
        process = left.name.removeprefix(own).partition("-")[0]
        if process.isdigit() and not alive(int(process)):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{own}{os.getpid()}-", dir=place))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _refuse_absent(study: Study) -> None:
    """Refuse input files that are not there before the passes, which may take hours."""
    refuse(DataError, [
        problem("cannot-read", {"file": name}, detail="no such file")
        for name, path in input_files(study).items()
        if name != study.data.panel and not path.is_file()
    ])  # fmt: skip


def _bytes(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _files_room() -> Any:
    return import_module("resilmeter.scale.files")


def _room() -> Any:
    """Load the room of tables, saying what to install where that fails.

    Raises
    ------
    StudyError
        The extra is not installed.
    """
    try:
        return import_module("resilmeter.scale.api")
    except ImportError as error:
        where, values = {"key": "scale.engine"}, {"engine": "duckdb", "extra": "scale"}
        raise StudyError(problem("scale-not-installed", where, **values)) from error
