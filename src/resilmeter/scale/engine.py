"""Who computes on a table: it reads files, and answers what is asked of them.

Engines are imported here and in `sources`, and only when they are asked for.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from importlib import import_module
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd
import pyarrow as pa

from resilmeter.scale import plan
from resilmeter.scale.files import Files, in_one_order, one_a_part, refuse_ragged

# Spark compiles each query to one method; a hundred sums at once outgrow what it can optimise.
SPARK_SUMS = 34
# Values of a column that are worth a list of their own in a Parquet file.
FEW = 1000
# Rows that are handed over at once.
BATCH = 2**17


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
    skips : bool
        True if it reads files whose statistics let it leave out most of what a filter refuses.
    apart : bool
        True if each part of these files holds one period only.
    """

    name: str
    folder: Path
    session: Any = None
    own: bool = False
    skips: bool = False
    apart: bool = False
    version: str = field(init=False)

    def __post_init__(self) -> None:
        package = {"spark": "pyspark"}.get(self.name, self.name)
        self.version = str(import_module(package).__version__)

    def open(self, files: Files, texts: Sequence[str] = (), period: str = "") -> plan.Table:
        """Read the panel files; columns are found by their names, whatever their order.

        In CSV files `texts` are kept as they stand: 007 is not 7, and T is not true. `period` names
        the column with the period.
        """
        readers = {"duckdb": self._duckdb, "polars": self._polars, "spark": self._spark}
        self.skips = files.kind == "parquet" and self.name != "spark"
        self.apart = self.skips and one_a_part(files, period)
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

    def write(self, table: plan.Table, name: str, periods: Sequence[int] = ()) -> Path:
        """Write a table as Parquet, one folder a period.

        Where parts of the panel hold one period each, `periods` are written one by one: rows need
        not wait for others of their period.
        """
        folder, native = self.folder / name, table.to_native()
        if self.name == "duckdb" and self.apart and periods:
            for period in periods:
                own = folder / f"period={period}"
                own.mkdir(parents=True)
                rows = table.filter(nw.col("period") == period).drop("period").to_native()
                _copy(rows, own / "data_0.parquet", "")
        elif self.name == "duckdb":
            _copy(native, folder, ", partition_by (period)")
        elif self.name == "polars":
            partition = import_module("polars").PartitionBy
            native.sink_parquet(partition(folder, key="period", include_key=False), mkdir=True)
        else:
            native.write.partitionBy("period").parquet(str(folder))
        for extra in (*folder.rglob("*.crc"), *folder.rglob("_SUCCESS")):
            extra.unlink()
        return folder

    def read(self, folder: Path, period: int | None = None) -> plan.Table:
        """Read a table that `write` wrote, or one period of it.

        The period is taken from the last folder's name only: a folder such as `index=3` further up
        is no column.
        """
        if self.name == "spark":
            native = self.session.read.parquet(_escaped(str(folder)))
            table: plan.Table = nw.from_native(native).lazy()
            table = table.with_columns(nw.col("period").cast(nw.Int64))
            return table if period is None else table.filter(nw.col("period") == period)
        own = "*" if period is None else period
        return nw.concat([self._read_period(one) for one in sorted(folder.glob(f"period={own}"))])

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

    def among(self, table: plan.Table, asked: Sequence[plan.Some]) -> dict[str, Any]:
        """Ask each question of some of the rows.

        One by one where the files tell which of their parts hold none of these; else in one pass.
        """
        if not self.skips:
            return self.sums(table, {name: expr for one in asked for name, expr in one.of_all()})
        out: dict[str, Any] = {}
        for one in asked:
            out |= self.sums(table.filter(one.where), dict(one.of_these()))
        return out

    def rows_among(
        self, table: plan.Table, wanted: Sequence[tuple[nw.Expr, nw.Expr]]
    ) -> pd.DataFrame:
        """Fetch a few rows, each for two reasons; one by one where files tell, as `among`.

        The first reason comes in a filter of its own, before what the second one computes.
        """
        if not self.skips:
            return self.rows(table.filter(reduce(or_, (a & b for a, b in wanted))))
        found = [self.rows(table.filter(a).filter(b)) for a, b in wanted]
        return pd.concat(found, ignore_index=True)

    @property
    def streams(self) -> bool:
        """True if `batches` hands rows over as they are computed, without a copy of their own."""
        return self.name == "duckdb"

    def batches(self, table: plan.Table) -> Iterator[list[np.ndarray]]:
        """Hand the columns of a table of numbers over, some rows at a time, in any order."""
        with table.to_native().to_arrow_reader(BATCH) as reader:
            for batch in reader:
                yield [column.to_numpy(zero_copy_only=False) for column in batch.columns]

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


def _copy(rows: Any, path: Path, more: str) -> None:
    """Let DuckDB write Parquet: names of groups are few, and of scores none come twice."""
    where = "'" + str(path).replace("'", "''") + "'"
    form = f"format parquet, dictionary_size_limit {FEW}{more}"
    rows.query("rows_here", f"copy rows_here to {where} ({form})")


def _literal(path: str) -> str:
    """Write a path so that an engine which takes patterns takes it as it is."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in path)


def _escaped(path: str) -> str:
    """Write a path so that Hadoop, which takes patterns too, takes it as it is."""
    return "".join(f"\\{sign}" if sign in "*?[]{}\\" else sign for sign in path)


def _numpy(values: pa.ChunkedArray) -> Any:
    return values.to_pandas() if values.null_count else values.to_numpy()
