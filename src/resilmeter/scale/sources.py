"""Where the rows are: files, or frames of the user's own session, and the engine for them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import narwhals.stable.v2 as nw
import pyarrow as pa

from resilmeter.errors import DataError, OutputError, StudyError, problem
from resilmeter.scale import plan
from resilmeter.scale.engine import Engine
from resilmeter.scale.files import EXTRA, Files

EngineName = Literal["memory", "duckdb", "polars", "spark"]
DISK_FULL = ("no space left", "disk full", "enospc", "max_temp_directory_size")


def opened(engine: Engine, files: Files, texts: Sequence[str], period: str) -> plan.Table:
    """Open the panel files; `texts` name the columns that hold names and no numbers.

    Raises
    ------
    DataError
        Files that the engine cannot read.
    """
    with said_plainly("read"):
        return engine.open(files, texts, period)


def engine_named(name: str, folder: Path, memory_limit: str) -> Engine:
    """Start an engine.

    Raises
    ------
    StudyError
        An engine that is not installed, or a memory limit that it does not take.
    """
    try:
        if name == "duckdb":
            return Engine(name=name, folder=folder, session=_connection(folder, memory_limit),
                          own=True)  # fmt: skip
        if name == "spark":
            builder = import_module("pyspark.sql").SparkSession.builder
            return Engine(name=name, folder=folder, session=builder.getOrCreate())
        return Engine(name=name, folder=folder)
    except ImportError as error:
        where, values = {"key": "scale.engine"}, {"engine": name, "extra": EXTRA[name]}
        raise StudyError(problem("scale-not-installed", where, **values)) from error


def _connection(folder: Path, memory_limit: str) -> Any:
    """Connect to DuckDB with limits of our own: by default it takes 80 % of the memory."""
    duckdb = import_module("duckdb")
    spill = folder / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    try:
        settings = {"memory_limit": memory_limit, "temp_directory": str(spill)}
        connection = duckdb.connect(config=settings)
        connection.execute("set preserve_insertion_order = false")
        connection.execute("set enable_progress_bar = false")
        connection.execute("set parquet_metadata_cache = true")  # many small questions to one file
        # rows that wait for their partition's file: half a million a thread by default
        connection.execute("set partitioned_write_flush_threshold = 65536")
    except duckdb.Error as error:
        detail = str(error).splitlines()[0]
        where = {"key": "scale.memory_limit"}
        raise StudyError(problem("scale-memory-limit", where, detail=detail)) from error
    return connection


def engine_of(panel: Any, folder: Path, memory_limit: str) -> tuple[Engine, plan.Table]:
    """Take a frame as it is, in the session it belongs to.

    Raises
    ------
    DataError
        Something else than a LazyFrame of Polars, a relation of DuckDB or a DataFrame of PySpark.
    """
    try:
        table = nw.from_native(panel)
        kind = table.implementation
    except TypeError:
        raise DataError(problem("scale-panel-kind", given=type(panel).__name__)) from None
    if kind.is_duckdb():
        return engine_named("duckdb", folder, memory_limit), table.lazy()
    if kind.is_polars():
        return engine_named("polars", folder, memory_limit), table.lazy()
    if kind.is_pyspark():
        session = table.to_native().sparkSession
        return Engine(name="spark", folder=folder, session=session), table.lazy()
    raise DataError(problem("scale-panel-kind", given=type(panel).__name__))


def _known_errors() -> tuple[type[BaseException], ...]:
    """Errors of the engines that are loaded."""
    names = {"duckdb": "Error", "polars.exceptions": "PolarsError",
             "pyspark.errors": "PySparkException", "py4j.protocol": "Py4JError",
             "narwhals.exceptions": "NarwhalsError"}  # fmt: skip
    found = [getattr(sys.modules[name], kind) for name, kind in names.items()
             if name in sys.modules]  # fmt: skip
    return (OSError, pa.ArrowException, *found)


@contextmanager
def said_plainly(stage: str) -> Iterator[None]:
    """Say what an engine could not do, in one line instead of its trace."""
    try:
        yield
    except _known_errors() as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        detail = (lines or [type(error).__name__])[0][:300]
        if any(text in str(error).lower() for text in DISK_FULL):
            raise OutputError(problem("scale-disk-full", stage=stage, detail=detail)) from error
        raise DataError(problem("scale-engine-failed", stage=stage, detail=detail)) from error
