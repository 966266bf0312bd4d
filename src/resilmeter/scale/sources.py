"""Where the rows are and who computes on them: files, or frames of the user's own session.

Engines are imported here and nowhere else, and only when they are asked for.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, NamedTuple

import narwhals.stable.v2 as nw
import pandas as pd
import pyarrow as pa

from resilmeter.errors import DataError, OutputError, StudyError, problem
from resilmeter.scale import plan
from resilmeter.scale.files import EXTRA, Files, in_one_order, refuse_ragged

EngineName = Literal["memory", "duckdb", "polars", "spark"]
DISK_FULL = ("no space left", "disk full", "enospc", "max_temp_directory_size")
# Spark compiles each query to one method; a hundred sums at once outgrow what it can optimise.
SPARK_SUMS = 34


class Form(NamedTuple):
    """How CSV files are read: separator, columns kept as texts, texts that mean "no value"."""

    separator: str
    texts: tuple[str, ...]
    blanks: list[str]


@dataclass(kw_only=True)
class Engine:
    """Who computes: one of three engines, with a folder of its own for what does not fit.

    Attributes
    ----------
    name : str
        duckdb, polars or spark.
    folder : Path
        Where intermediate tables go; removed when the work is done.
    session : object
        Connection of DuckDB, or session of Spark; None for Polars.
    own : bool
        True if the session was started here, and has to be closed here.
    """

    name: str
    folder: Path
    session: Any = None
    own: bool = False
    version: str = field(init=False)

    def __post_init__(self) -> None:
        package = {"spark": "pyspark"}.get(self.name, self.name)
        self.version = str(import_module(package).__version__)

    def open(self, files: Files, texts: Sequence[str] = ()) -> plan.Table:
        """Read the panel files; columns are found by their names, whatever their order.

        In CSV files `texts` are kept as they stand: 007 is not 7, and T is not true.
        """
        readers = {"duckdb": self._duckdb, "polars": self._polars, "spark": self._spark}
        tables = []
        for header, paths in in_one_order(files):
            form = Form(header.separator, tuple(n for n in texts if n in header.names),
                        list(files.blanks)) if files.kind == "csv" else None  # fmt: skip
            if form is not None and self.name != "duckdb":
                refuse_ragged(header, paths)
            # of several files Polars looks at the first one only to tell whole numbers from others
            alone = self.name == "polars" and form is not None
            names = [str(path) for path in paths]
            tables += [nw.from_native(readers[self.name](part, form)).lazy()
                       for part in ([[name] for name in names] if alone else [names])]  # fmt: skip
        return _concatenated(tables)

    def _duckdb(self, paths: list[str], form: Form | None) -> Any:
        names = [_literal(path) for path in paths]
        if form is None:
            return self.session.read_parquet(names, hive_partitioning=False)
        # by default ten files tell the types, and 2.5 in the eleventh is read as 3
        return self.session.read_csv(
            names, header=True, sep=form.separator, dtype=dict.fromkeys(form.texts, "VARCHAR"),
            sample_size=-1, files_to_sniff=-1, na_values=form.blanks, hive_partitioning=False,
        )  # fmt: skip

    def _polars(self, paths: list[str], form: Form | None) -> Any:
        polars = import_module("polars")
        if form is None:
            return polars.scan_parquet(paths, glob=False, hive_partitioning=False)
        return polars.scan_csv(
            paths, separator=form.separator, infer_schema_length=None, null_values=form.blanks,
            schema_overrides=dict.fromkeys(form.texts, polars.String), glob=False,
        )  # fmt: skip

    def _spark(self, paths: list[str], form: Form | None) -> Any:
        names, read = [_escaped(path) for path in paths], self.session.read
        if form is None:
            return read.parquet(*names)
        asked = {"header": True, "sep": form.separator, "nullValue": ""}
        kinds = read.csv(names, inferSchema=True, **asked).schema
        for kind in kinds:
            if kind.name in form.texts:
                kind.dataType = import_module("pyspark.sql.types").StringType()
        return self.session.read.csv(names, schema=kinds, **asked)

    def write(self, table: plan.Table, name: str) -> Path:
        """Write a table as Parquet, one folder a period."""
        folder, native = self.folder / name, table.to_native()
        if self.name == "duckdb":
            native.write_parquet(str(folder), partition_by=["period"], compression="snappy")
        elif self.name == "polars":
            partition = import_module("polars").PartitionBy
            native.sink_parquet(partition(folder, key="period", include_key=False), mkdir=True)
        else:
            native.write.partitionBy("period").parquet(str(folder))
        for extra in (*folder.rglob("*.crc"), *folder.rglob("_SUCCESS")):
            extra.unlink()
        return folder

    def read(self, folder: Path) -> plan.Table:
        """Read a table that `write` wrote.

        The period is taken from the last folder's name only: a folder such as `index=3` further up
        is no column.
        """
        if self.name == "spark":
            table: plan.Table = nw.from_native(
                self.session.read.parquet(_escaped(str(folder)))
            ).lazy()
            return table.with_columns(nw.col("period").cast(nw.Int64))
        return nw.concat([self._read_period(one) for one in sorted(folder.glob("period=*"))])

    def _read_period(self, folder: Path) -> plan.Table:
        paths = [str(path) for path in sorted(folder.glob("*.parquet"))]
        reader = self._duckdb if self.name == "duckdb" else self._polars
        table: plan.Table = nw.from_native(reader(paths, None)).lazy()
        period = int(folder.name.removeprefix("period="))
        return table.with_columns(period=nw.lit(period, nw.Int64))

    def rows(self, table: plan.Table) -> pd.DataFrame:
        """Compute a small table; whole numbers stay whole."""
        if self.name == "polars":
            arrow = table.collect("polars", engine="streaming").to_arrow()
        else:
            arrow = table.collect("pyarrow").to_native()
        for place, name in enumerate(arrow.column_names):
            kind = arrow.schema.field(place).type
            if pa.types.is_decimal(kind):
                plain = pa.int64() if kind.scale == 0 else pa.float64()
                arrow = arrow.set_column(place, name, arrow.column(place).cast(plain))
        return pd.DataFrame({name: _numpy(arrow.column(name)) for name in arrow.column_names})

    def sums(self, table: plan.Table, asked: dict[str, nw.Expr]) -> dict[str, Any]:
        """Compute sums over all rows, in as many queries as the engine takes well."""
        names, most = list(asked), SPARK_SUMS if self.name == "spark" else len(asked)
        out: dict[str, Any] = {}
        for start in range(0, len(names), most):
            chosen = {name: asked[name] for name in names[start : start + most]}
            row = self.rows(table.select(**chosen))
            out |= {name: row[name].iloc[0] for name in chosen}
        return out

    def close(self) -> None:
        """Give back what was started here, and remove what only the work needed."""
        if self.own:
            self.session.close()
        for name in ("spill", "filled", "copied"):
            shutil.rmtree(self.folder / name, ignore_errors=True)


def _concatenated(tables: list[plan.Table]) -> plan.Table:
    """Put tables below each other; a column is of whole numbers only where all of them say so."""
    kinds = [table.collect_schema() for table in tables]
    mixed = [name for name in kinds[0] if len({str(own[name]) for own in kinds}) > 1
             and all(own[name].is_numeric() for own in kinds)]  # fmt: skip
    alike = [nw.col(name).cast(nw.Float64) if name in mixed else nw.col(name) for name in kinds[0]]
    found: plan.Table = nw.concat([table.select(*alike) for table in tables])
    return found


def _literal(path: str) -> str:
    """Write a path so that an engine which takes patterns takes it as it is."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def _escaped(path: str) -> str:
    """Write a path so that Hadoop, which takes patterns too, takes it as it is."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in path)


def _numpy(values: pa.ChunkedArray) -> Any:
    return values.to_pandas() if values.null_count else values.to_numpy()


def opened(engine: Engine, files: Files, texts: Sequence[str]) -> plan.Table:
    """Open the panel files; `texts` name the columns that hold names and no numbers.

    Raises
    ------
    DataError
        Files that the engine cannot read.
    """
    with said_plainly("read"):
        return engine.open(files, texts)


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
