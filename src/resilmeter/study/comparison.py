"""Compare what two runs left behind: what changed, and which keys or inputs are behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from resilmeter.analyze import Comparison
from resilmeter.errors import OutputError, problem
from resilmeter.rows import each_row
from resilmeter.study.attribution import apportioned
from resilmeter.study.near import folders_near

KEYS = {
    "weights": ["indicator"],
    "scores": ["unit", "period"],
    "goalposts": ["indicator", "period"],
}
VALUES = {"weights": ["weight"], "scores": ["index", "rank"], "goalposts": ["low", "high"]}


def compare(
    first: str | Path, second: str | Path, *, inputs: Sequence[str | Path] = ()
) -> Comparison:
    """Compare the outputs of two runs, and split the change of the scores over its causes.

    Parameters
    ----------
    first, second : str or Path
        Folders that `resilmeter run` wrote.
    inputs : sequence of str or Path
        Folders of the studies, in which their input files are looked for before the folders around
        the outputs and the current one; only files with the recorded SHA-256 are taken.

    Returns
    -------
    Comparison

    Raises
    ------
    OutputError
        A folder that no run wrote.

    Notes
    -----
    The causes are what differs before anything was computed (keys, inputs, versions), and the
    goalposts, through which one new value changes the scores of all units. Where the input files of
    both runs are found, the study is replayed with every combination of the stages of either run,
    and each stage gets its exact Shapley value: what it changes on average over all orders in which
    the stages could have been changed. Units and periods of both runs are split. Caveats: a stage
    is taken as a whole, with all its keys and files.

    References
    ----------
    Shapley (1953), A value for n-person games, doi:10.1515/9781400881970-018.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import resilmeter as rm
    >>> from resilmeter.study import new_study
    >>> folder = Path(tempfile.mkdtemp())
    >>> _ = new_study(folder / "mine", "seed-000")
    >>> for method in ("entropy", "equal"):
    ...     keys = (f"weigh.method={method}", "present.workbook=false", "present.figures=[]")
    ...     study = rm.Study.load(folder / "mine" / "study.toml", keys)
    ...     _ = rm.write(rm.run(study), folder / method)
    >>> found = rm.compare(folder / "entropy", folder / "equal")
    >>> found.causes[["kind", "what", "first", "second"]].to_numpy().tolist()
    [['key', 'weigh.method', 'entropy', 'equal']]
    >>> rm.compare(folder / "entropy", folder / "equal", inputs=[folder / "mine"]).by_stage["stage"]
    0    weights
    Name: stage, dtype: str
    """
    one, two = read_record(Path(first)), read_record(Path(second))
    weights = _beside(Path(first), Path(second), "weights")
    weights["change"] = weights["weight_second"] - weights["weight_first"]
    scores = _beside(Path(first), Path(second), "scores")
    scores["change"] = scores["index_second"] - scores["index_first"]
    scores["moved"] = scores["rank_first"] - scores["rank_second"]
    order = weights["change"].abs().sort_values(ascending=False, kind="stable").index
    columns = ["unit", "period", "index_first", "index_second", "change", "rank_first",
               "rank_second", "moved"]  # fmt: skip
    posts = _beside(Path(first), Path(second), "goalposts")
    places = [*map(Path, inputs), *folders_near(Path(first)), *folders_near(Path(second))]
    shares, reason = apportioned(one, two, scores, places)
    return Comparison(
        causes=pd.DataFrame(
            [*_changed_keys(one, two), *_changed_goalposts(posts)],
            columns=["kind", "what", "first", "second"],
        ),
        weights=weights.loc[order].reset_index(drop=True),
        scores=scores[columns],
        headlines=_headlines(one, two),
        shares=shares,
        reason=reason,
    )


def read_record(folder: Path) -> dict[str, Any]:
    """Read what a run says of itself; refuse a folder that no run wrote, and tables."""
    where = {"file": str(folder / "run.json")}
    try:
        found = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("no-output-folder", where, detail=detail)) from None
    except ValueError as error:
        raise OutputError(problem("no-output-folder", where, detail=str(error))) from None
    if isinstance(found, dict) and "engine" in found:
        raise OutputError(problem("record-of-table", where))
    missing = {"study", "inputs", "versions", "headlines"} - set(found)
    if missing:
        raise OutputError(problem("no-output-folder", where, detail=", ".join(sorted(missing))))
    return dict(found)


def _beside(first: Path, second: Path, name: str) -> pd.DataFrame:
    """Set the values of a table of two runs beside each other, the rows of both."""
    tables = []
    for folder in (first, second):
        file = folder / "tables" / f"{name}.csv"
        try:
            tables.append(pd.read_csv(file)[[*KEYS[name], *VALUES[name]]])
        except (OSError, KeyError, ValueError) as error:
            where = {"file": str(file)}
            raise OutputError(problem("no-output-folder", where, detail=str(error))) from None
    return tables[0].merge(
        tables[1], on=KEYS[name], how="outer", suffixes=("_first", "_second"), sort=False
    )


def _changed_keys(one: Mapping[str, Any], two: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Find keys, inputs and versions that differ."""
    pairs = (
        ("key", _flat(one["study"]), _flat(two["study"])),
        ("input", one["inputs"], two["inputs"]),
        ("version", one["versions"], two["versions"]),
    )
    for kind, first, second in pairs:
        for name in dict.fromkeys((*first, *second)):
            before, after = first.get(name, ""), second.get(name, "")
            if before != after:
                shown = [str(v)[:12] if kind == "input" else str(v) for v in (before, after)]
                yield {"kind": kind, "what": name, "first": shown[0], "second": shown[1]}


def _flat(section: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """Lay nested keys out with dots."""
    out: dict[str, Any] = {}
    for name, value in section.items():
        if isinstance(value, dict) and value:
            out |= _flat(value, f"{before}{name}.")
        else:
            out[f"{before}{name}"] = value
    return out


def _changed_goalposts(posts: pd.DataFrame) -> Iterator[dict[str, str]]:
    both = posts.dropna(subset=["low_first", "low_second"])
    for row in each_row(both):
        first, second = (row.low_first, row.high_first), (row.low_second, row.high_second)
        if first != second:
            period = f", {row.period:g}" if row.period > 0 else ""
            yield {"kind": "goalposts", "what": f"{row.indicator}{period}",
                   "first": "{:g} to {:g}".format(*first),
                   "second": "{:g} to {:g}".format(*second)}  # fmt: skip


def _headlines(one: Mapping[str, Any], two: Mapping[str, Any]) -> pd.DataFrame:
    """List the sentences that only one of the runs says."""
    sides = (("first", one, two), ("second", two, one))
    rows = [
        {"run": name, "headline": line}
        for name, mine, other in sides
        for line in mine["headlines"] if line not in other["headlines"]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["run", "headline"])
