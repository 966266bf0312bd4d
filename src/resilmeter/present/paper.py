"""The tables of a result, rounded as papers print them, ready for an audit."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pandas as pd

from resilmeter.auditing import Paper, PaperKeys
from resilmeter.result import Result

# What papers print: three decimals for means and weights, four for Gini coefficients, per cent
# with two.
MEAN, GINI, SHARE = 3, 4, 2
WHOLE = "index"
# Kind of table -> its keys and its cells.
Frames = dict[str, tuple[dict[str, object], pd.DataFrame]]


def paper_of(
    result: Result, *, mean_digits: int = MEAN, gini_digits: int = GINI, share_digits: int = SHARE
) -> Paper:
    """Print the tables of a result as a paper would, to audit them like one.

    Parameters
    ----------
    result : Result
        What a study led to.
    mean_digits : int
        Decimals of weights and means.
    gini_digits : int
        Decimals of the Gini coefficient, its cells and standard deviations.
    share_digits : int
        Decimals of shares in per cent.

    Returns
    -------
    Paper
        Weights, sizes and means, and the decomposition of the Gini coefficient where the study has
        one. It claims nothing.

    Examples
    --------
    >>> import resilmeter as rm
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     files = rm.new_study(folder, "seed-000")
    ...     result = rm.run(rm.Study.load(files[0]))
    >>> {found.verdict for found in rm.audit(rm.paper_of(result))} <= {"agrees", "rounding"}
    True
    """
    frames: Frames = {}
    _weights(result, frames, mean_digits)
    _means(result, frames, mean_digits, gini_digits)
    if result.gaps is not None:
        _gaps(result, frames, gini_digits, share_digits)
    keys = PaperKeys.model_validate({
        "title": result.provenance.title,
        "title_zh": result.provenance.title_zh,
        "index": "weighted-sum" if _unit_sum(result) else "",
        "pairs": _pairs(result),
        "table": tuple({"kind": kind, **more} for kind, (more, _) in frames.items()),
    })  # fmt: skip
    return Paper(keys, tuple(frame for _, frame in frames.values()))


def _unit_sum(result: Result) -> bool:
    """Tell whether means of dimensions are bounded by their weights."""
    scaled = result.scaled.values.to_numpy()
    unit = bool(scaled.min() >= 0.0) and bool(scaled.max() <= 1.0)
    return unit and result.scores.method == "weighted-sum" and result.weights.by_period is None


def _weights(result: Result, frames: Frames, digits: int) -> None:
    if result.weights.by_period is not None or not _unit_sum(result):
        return
    table = result.weights.table
    frames["indicator-weights"] = ({}, pd.DataFrame({
        "indicator": table["indicator"], "dimension": table["dimension"],
        "weight": _text(table["weight"], digits),
    }))  # fmt: skip
    sums = table.groupby("dimension", sort=False)["weight"].sum()
    dimensions = pd.DataFrame({"dimension": sums.index, "weight": _text(sums, digits)})
    frames["dimension-weights"] = ({}, dimensions)


def _means(result: Result, frames: Frames, digits: int, spread_digits: int) -> None:
    """Lay the table of means out as papers do: a row a period, then index, groups, dimensions."""
    table = result.means
    wide: dict[Hashable, list[str]] = {}
    groups, dimensions = result.panel.group_order, tuple(result.scores.parts.columns)
    own = {WHOLE: ("total", "", "")} | {g: ("group", g, "") for g in groups}
    own |= {d: ("dimension", "", d) for d in dimensions}
    for name, (level, group, dimension) in own.items():
        rows = table[(table["level"] == level) & (table["group"] == group)
                     & (table["dimension"] == dimension)]  # fmt: skip
        wide[name] = _text(rows["mean"], digits)
    total = table[table["level"] == "total"]
    periods = [str(period) for period in total["period"]]
    keys: dict[str, object] = {"total": WHOLE, "groups": groups, "dimensions": dimensions}
    frames["means"] = (keys, pd.DataFrame({"period": periods, **wide}))
    spread = pd.DataFrame({"period": periods, "sd": _text(total["std"], spread_digits)})
    frames["spread"] = ({}, spread)
    if groups:
        units = [table.loc[table["group"] == g, "units"].iloc[0] for g in groups]
        frames["group-sizes"] = (
            {"total": str(sum(units))},
            pd.DataFrame({"group": groups, "units": [str(n) for n in units]}),
        )


def _pairs(result: Result) -> dict[str, tuple[str, ...]]:
    """Call groups G1, G2, and pairs G1-2, as papers do."""
    groups = result.panel.group_order
    inside = {f"G{i}": (name,) for i, name in enumerate(groups, start=1)}
    first, second = np.triu_indices(len(groups), 1)
    return inside | {
        f"G{i + 1}-{j + 1}": (groups[i], groups[j]) for i, j in zip(first, second, strict=True)
    }


def _gaps(result: Result, frames: Frames, digits: int, share_digits: int) -> None:
    """Lay the decomposition out as S1 does: pairs, dimensions, cells."""
    gaps = result.gaps
    if gaps is None:
        return
    total = gaps.total.assign(period=gaps.total["period"].astype(str))
    gini = pd.DataFrame({"period": total["period"], "gini": _text(total["gini"], digits)})
    frames["gini"] = ({}, gini)
    shares = gaps.dimensions.pivot_table(index="period", columns="dimension", values="share")
    dimensions = tuple(result.scores.parts.columns)
    wide = {name: _text(100.0 * shares[name], share_digits) for name in dimensions}
    table = pd.DataFrame({"period": total["period"], **wide})
    frames["dimension-shares"] = ({"dimensions": dimensions}, table)
    if not gaps.groups.empty:
        _groups(result, frames, digits, share_digits)


def _groups(result: Result, frames: Frames, digits: int, share_digits: int) -> None:
    gaps = result.gaps
    if gaps is None:
        return
    code = {pair if len(pair) == 2 else pair * 2: name for name, pair in _pairs(result).items()}
    named = gaps.groups.assign(code=[code[p] for p in _both(gaps.groups)])
    shares = named.pivot_table(index="period", columns="code", values="share")
    wide = {name: _text(100.0 * shares[name], share_digits) for name in code.values()}
    sums = {name: _text(100.0 * gaps.total[f"{name}_share"], share_digits)
            for name in ("within", "between")}  # fmt: skip
    periods = [str(period) for period in gaps.total["period"]]
    table = pd.DataFrame({"period": periods, **wide, **sums})
    frames["group-shares"] = ({"within": "within", "between": "between"}, table)
    cells = gaps.cells
    frames["cells"] = ({}, pd.DataFrame({
        "period": cells["period"].astype(str), "cell": [code[p] for p in _both(cells)],
        "dimension": cells["dimension"], "value": _text(cells["contribution"], digits),
    }))  # fmt: skip


def _both(table: pd.DataFrame) -> list[tuple[str, str]]:
    return [(str(a), str(b)) for a, b in zip(table["group_a"], table["group_b"], strict=True)]


def _text(values: pd.Series, digits: int) -> list[str]:
    """Round as papers print; a rounded zero has no sign."""
    return [f"{value:.{digits}f}" for value in values]
