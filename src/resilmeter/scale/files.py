"""The files of a panel that comes in parts: found, readable, and alike."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from resilmeter.errors import DataError, Problem, problem, refuse
from resilmeter.read.text import SEPARATORS

KINDS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}
EXTRA = {"duckdb": "scale", "polars": "polars", "spark": "spark", "memory": "scale"}
BLANKS = ("", "NA", "NaN", "nan", "n/a", "-")


class Header(NamedTuple):
    """How a CSV file begins: its columns, and what stands between them."""

    names: tuple[str, ...]
    separator: str


@dataclass(frozen=True)
class Files:
    """The part files of one panel.

    Attributes
    ----------
    paths : tuple of Path
        In alphabetical order.
    kind : {"parquet", "csv"}
        Their format.
    blanks : tuple of str
        Texts that mean "no value" in CSV files.
    """

    paths: tuple[Path, ...]
    kind: Literal["parquet", "csv"]
    blanks: tuple[str, ...] = BLANKS

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(path.stat().st_size for path in self.paths)


def several(name: str) -> bool:
    """Tell whether a name stands for part files: a pattern with * or ?.

    >>> several("grid/*.parquet"), several("panel.csv")
    (True, False)
    """
    return any(sign in name for sign in "*?")


def files_of(folder: Path, name: str, blanks: Iterable[str] = ()) -> Files | None:
    """Find the files that a name stands for: a file, a folder, or a pattern.

    Parameters
    ----------
    folder : Path
        Where relative names begin.
    name : str
        Name from the study.
    blanks : iterable of str
        More texts that mean "no value".

    Returns
    -------
    Files or None
        None where there are no Parquet or CSV files under this name.
    """
    path = folder / name
    found: Iterable[Path] = [path] if path.is_file() else ()
    if several(name):
        found = folder.glob(name) if not Path(name).is_absolute() else _absolute(Path(name))
    elif path.is_dir():
        found = (file for file in path.rglob("*") if not _aside(file.relative_to(path)))
    paths = tuple(sorted(p for p in found if p.suffix.lower() in KINDS and p.is_file()))
    kinds = {KINDS[p.suffix.lower()] for p in paths}
    if len(kinds) > 1:
        raise DataError(problem("scale-mixed-files", {"file": name}))
    if not paths:
        return None
    kind: Literal["parquet", "csv"] = "csv" if kinds == {"csv"} else "parquet"
    return Files(paths, kind, tuple(dict.fromkeys((*BLANKS, *blanks))))


def _aside(path: Path) -> bool:
    """Tell whether a file is no data: by custom its name, or its folder's, begins with . or _."""
    return any(part.startswith((".", "_")) for part in path.parts)


def _absolute(pattern: Path) -> Iterable[Path]:
    root = Path(pattern.anchor)
    return root.glob(str(pattern.relative_to(root)))


def refuse_unlike(files: Files) -> None:
    """Refuse files that cannot be read, and those whose columns differ from the first one's.

    Raises
    ------
    DataError
        Every such file by name.
    """
    found: list[Problem] = []
    schemas = {path: _schema(path, files.kind, found) for path in files.paths}
    known = {path: schema for path, schema in schemas.items() if schema is not None}
    if known:
        first = next(iter(known))
        for path, schema in known.items():
            found += _differences(path, schema, first, known[first])
    refuse(DataError, found)


def in_one_order(files: Files) -> list[tuple[Header, list[Path]]]:
    """Put files together whose columns stand in the same order: engines read CSV by position.

    Parquet files are read by name.
    """
    if files.kind == "parquet":
        return [(Header((), ""), list(files.paths))]
    orders: dict[Header, list[Path]] = {}
    for path in files.paths:
        orders.setdefault(header_of(path), []).append(path)
    return list(orders.items())


def header_of(path: Path) -> Header:
    """Read the first line of a CSV file; the separator is what it has most of, as in memory."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        separator = max(SEPARATORS, key=stream.readline().count)
        stream.seek(0)
        return Header(tuple(next(csv.reader(stream, delimiter=separator))), separator)


def refuse_ragged(header: Header, paths: Iterable[Path]) -> None:
    """Refuse CSV files with lines that are shorter or longer than their header.

    Polars and Spark read what a short line lacks as blanks.

    Raises
    ------
    DataError
        Every such file, with its first such line.
    """
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import csv as arrow  # noqa: PLC0415

    lines = arrow.ParseOptions(delimiter=header.separator, newlines_in_values=True)
    first = header.names[0]
    one = arrow.ConvertOptions(column_types={first: pa.string()}, include_columns=[first])
    found = []
    for path in paths:
        try:
            with arrow.open_csv(path, parse_options=lines, convert_options=one) as rows:
                for _ in rows:
                    pass
        except pa.ArrowInvalid as error:
            where = {"file": path.name}
            found.append(problem("cannot-read", where, detail=str(error).splitlines()[0]))
    refuse(DataError, found)


def rows_in(files: Files) -> int | None:
    """Count the rows of Parquet files from their footers; None for CSV."""
    if files.kind == "csv":
        return None
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    rows = 0
    for path in files.paths:
        try:
            rows += int(pq.read_metadata(path).num_rows)
        except (OSError, pa.ArrowException) as error:
            detail = (str(error).splitlines() or ["empty"])[0]
            raise DataError(problem("cannot-read", {"file": path.name}, detail=detail)) from None
    return rows


def one_a_part(files: Files, column: str) -> bool:
    """Tell whether each part of Parquet files holds one value of a column, by their footers."""
    import pyarrow.parquet as pq  # noqa: PLC0415

    for path in files.paths:
        footer = pq.read_metadata(path)
        place = footer.schema.names.index(column) if column in footer.schema.names else None
        if place is None:
            return False
        for part in range(footer.num_row_groups):
            known = footer.row_group(part).column(place).statistics
            if known is None or not known.has_min_max or known.min != known.max:
                return False
    return True


def _schema(path: Path, kind: str, found: list[Problem]) -> dict[str, str] | None:
    """Give the columns of a file with their types; None, and a problem, where it is not read."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        if kind == "csv":
            names = header_of(path).names
            twice = [name for name, count in Counter(names).items() if name and count > 1]
            found += [problem("column-twice", {"file": path.name, "column": n}) for n in twice]
            return dict.fromkeys(names, "")
        return {field.name: str(field.type) for field in pq.read_schema(path)}
    except (OSError, pa.ArrowException, UnicodeDecodeError, StopIteration) as error:
        detail = (str(error).splitlines() or ["empty"])[0]
        found.append(problem("cannot-read", {"file": path.name}, detail=detail))
        return None


def _differences(
    path: Path, own: dict[str, str], first: Path, wanted: dict[str, str]
) -> Iterator[Problem]:
    where = {"file": path.name}
    lacking = [name for name in wanted if name not in own]
    more = [name for name in own if name not in wanted]
    if lacking or more:
        values = {"lacking": lacking, "more": more}
        yield problem("scale-columns-differ", where, first=first.name, **values)
    for name, kind in own.items():
        if name in wanted and wanted[name] != kind:
            at = {**where, "column": name}
            yield problem("scale-type-differs", at, given=kind, expected=wanted[name],
                          first=first.name)  # fmt: skip
