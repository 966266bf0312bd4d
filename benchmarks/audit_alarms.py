"""Does the audit cry wolf? Simulated studies, printed with the digits of papers, must pass.

Run with ``python benchmarks/audit_alarms.py [studies]``; 200 if left out. Each study has its own
number of cities, groups, years, indicators and digits. Besides its tables its paper makes only true
statements, computed from the unrounded numbers by another way than the audit takes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

import resilmeter as rm
from resilmeter.auditing.keys import ClaimKeys, GradeKeys, TableKeys
from resilmeter.panel import Status
from resilmeter.result import Provenance

ALARMS = {"cannot-be", "says-otherwise"}
WEIGHTINGS = ("equal", "entropy", "critic", "coefficient-of-variation")
EDGES = (-30.0, -10.0, 10.0, 30.0)


def study(seed: int) -> rm.Result:
    """Simulate a small panel and run it through the verbs."""
    random = np.random.default_rng(seed)
    n, years, k = random.integers(12, 40), random.integers(3, 9), random.integers(2, 5)
    panel = _panel(random, int(n), int(years), int(k))
    scaled = rm.normalize(panel)
    weights = rm.weigh(scaled, method=WEIGHTINGS[seed % len(WEIGHTINGS)])
    scores = rm.score(scaled, weights)
    provenance = Provenance(
        title=f"Study {seed}", title_zh="", simulated=True, study={}, inputs={}, versions={},
        fingerprint="",
    )  # fmt: skip
    return rm.Result(
        provenance=provenance, check=rm.check(panel), panel=panel, scaled=scaled, weights=weights,
        scores=scores, means=rm.means(scores), gaps=rm.gini_cells(scores),
        obstacles=rm.obstacle_degree(scaled, weights),
    )  # fmt: skip


def _panel(random: np.random.Generator, n: int, years: int, k: int) -> rm.Panel:
    """Draw cities of k groups whose indicators grow, some of them skewed."""
    groups = np.concatenate([np.arange(k), np.arange(k), random.integers(0, k, n - 2 * k)])
    dimensions = np.repeat(np.arange(random.integers(2, 5)), random.integers(2, 4))
    q = dimensions.size
    level = random.normal(0.0, 0.4, (n, 1, q)) + random.normal(0.0, 0.3, (k, 1, q))[groups]
    trend = np.arange(years)[None, :, None] * random.normal(0.05, 0.05, q)
    values = np.exp(level + trend + random.normal(0.0, 0.1, (n, years, q)))
    units = [f"city{i:02d}" for i in range(n)]
    index = pd.MultiIndex.from_product([units, range(2010, 2010 + years)], names=["unit", "period"])
    indicators = tuple(
        rm.Indicator(code=f"x{j}", dimension=f"D{d}", direction="lower" if j % 4 == 3 else "higher")
        for j, d in enumerate(dimensions)
    )
    framework = rm.Framework(indicators)
    table = pd.DataFrame(values.reshape(-1, q), index, framework.codes)
    names = tuple(f"region{g}" for g in range(k))
    status = pd.DataFrame(int(Status.OBSERVED), table.index, table.columns)
    return rm.Panel(
        framework=framework, values=table, status=status, others=pd.DataFrame(index=index),
        groups=pd.Series([names[g] for g in groups], units), group_order=names,
    )  # fmt: skip


def paper(result: rm.Result, seed: int) -> rm.Paper:
    """Print a study with digits of its own, and say true things about it."""
    random = np.random.default_rng(seed)
    digits = {"mean_digits": int(random.integers(2, 5)), "gini_digits": int(random.integers(3, 5)),
              "share_digits": int(random.integers(1, 3))}  # fmt: skip
    printed = rm.paper_of(result, **digits)
    more = _grades(result) if seed % 2 else _obstacles(result)
    keys = printed.keys.model_copy(update={
        "table": (*printed.keys.table, *(t for t, _ in more["tables"])),
        "claim": (*_claims(result, int(random.integers(1, 3))), *more.get("claims", ())),
        "reference": more.get("reference", ""), "grade": more.get("grade", ()),
    })  # fmt: skip
    return rm.Paper(keys, (*printed.tables, *(cells for _, cells in more["tables"])))


def _claims(result: rm.Result, digits: int) -> Iterator[ClaimKeys]:
    """Yield true statements on growth, gaps, order and direction, from unrounded numbers."""
    means = result.means
    total = means[means["level"] == "total"].set_index("period")["mean"]
    ends = (str(total.index[0]), str(total.index[-1]))
    steps, ratio = len(total) - 1, total.iloc[-1] / total.iloc[0]
    forms = {
        "compound": ratio ** (1 / steps) - 1,
        "simple": (ratio - 1) / steps,
        "mean-of-rates": float((total.to_numpy()[1:] / total.to_numpy()[:-1] - 1).mean()),
    }
    for form, rate in forms.items():
        for asked in (form, ""):
            yield ClaimKeys(says="growth", of="index", periods=ends, form=asked,
                            printed=f"{100 * rate:.{digits}f}")  # fmt: skip
    yield ClaimKeys(says="change", of="index", periods=ends, printed=f"{100 * (ratio - 1):.1f}")
    yield ClaimKeys(says="rose" if ratio > 1 else "fell", of="index", periods=ends)
    yield from _gap_claims(result, ends)
    groups = means[(means["level"] == "group") & (means["period"] == total.index[-1])]
    order = groups.set_index("group")["mean"].sort_values(ascending=False)
    for place, name in enumerate(order.index, start=1):
        yield ClaimKeys(says="largest", of=name, among=tuple(order.index), place=place,
                        periods=ends[1:])  # fmt: skip
    parts = means[means["level"] == "dimension"].pivot_table(
        index="period", columns="dimension", values="mean")  # fmt: skip
    moves = parts.iloc[-1] - parts.iloc[0]
    toward = moves if moves.sum() > 0 else -moves
    yield ClaimKeys(says="main-driver", of=str(toward.idxmax()), periods=ends)


def _gap_claims(result: rm.Result, ends: tuple[str, str]) -> Iterator[ClaimKeys]:
    gaps = result.gaps
    total = gaps.total.set_index("period")
    for period in total.index:
        yield ClaimKeys(says="value", measure="gap", of="between", periods=(str(period),),
                        printed=f"{total.loc[period, 'between']:.4f}")  # fmt: skip
    change = 100 * (total["gini"].iloc[-1] / total["gini"].iloc[0] - 1)
    yield ClaimKeys(says="change", measure="gini", periods=ends, printed=f"{change:.2f}")
    for name, rows in gaps.dimensions.groupby("dimension"):
        yield ClaimKeys(says="average", measure="dimension-share", of=str(name),
                        printed=f"{100 * rows['share'].mean():.2f}")  # fmt: skip


def _obstacles(result: rm.Result) -> dict[str, object]:
    """Say of every first obstacle that it is one, for as many cities as it is."""
    claims = []
    for period, rows in result.obstacles.degrees.groupby(level="period"):
        first = rows.idxmax(axis=1).value_counts()
        claims += [ClaimKeys(says="can-rank", of=str(name), periods=(str(period),),
                             at_least=int(count)) for name, count in first.items()]  # fmt: skip
    return {"tables": [], "claims": claims}


def _grades(result: rm.Result) -> dict[str, object]:
    """Grade the last period against its mean; print leaders, primacy, and growth of parts."""
    panel = result.panel
    last = panel.periods[-1]
    scores = result.scores.index.xs(last, level="period")
    off = 100 * (scores / scores.mean() - 1)
    names = [f"grade{i}" for i in range(len(EDGES) + 1)]
    graded = [names[int(np.searchsorted(EDGES, x, side="right"))] for x in off]
    bounds = [None, *EDGES, None]
    grade = tuple(GradeKeys(name=name, low=bounds[i], high=bounds[i + 1])
                  for i, name in enumerate(names))  # fmt: skip
    groups = panel.groups
    shown = set(scores.index[off >= EDGES[-1]]) | {
        scores[groups == g].idxmax() for g in panel.group_order
    }
    printed = [{"unit": u, "period": str(last), "score": f"{scores[u]:.4f}"} for u in shown]
    leaders = [scores[groups == g].nlargest(2) for g in panel.group_order]
    primacy = [{"group": g, "unit": two.index[0], "period": str(last),
                "primacy": f"{two.iloc[0] / two.iloc[1]:.3f}"}
               for g, two in zip(panel.group_order, leaders, strict=True)]  # fmt: skip
    rows = _growth_parts(result)
    tables = {
        "grades": pd.DataFrame({"unit": scores.index, "group": groups.to_numpy(), "grade": graded}),
        "scores": pd.DataFrame(printed),
        "primacy": pd.DataFrame(primacy),
        "growth-parts": pd.DataFrame(rows),
    }
    return {"tables": [(TableKeys(kind=kind), table) for kind, table in tables.items()],
            "grade": grade, "reference": f"{scores.mean():.4f}"}  # fmt: skip


def _growth_parts(result: rm.Result) -> list[dict[str, str]]:
    """Print the mean of the cities' growth rates, for all and by group."""
    first, last = result.panel.periods[0], result.panel.periods[-1]
    scores = result.scores.index.xs(last, level="period")
    groups = result.panel.groups
    before = result.scores.index.xs(first, level="period")
    growth = 100 * ((scores / before) ** (1 / (last - first)) - 1)
    whole = {"group": "all", "part": "", "units": str(len(growth))}
    parts = growth.groupby(groups.to_numpy()).agg(["mean", "size"])
    rows = [whole | {"growth": f"{growth.mean():.2f}"}]
    rows += [
        {"group": "all", "part": name, "units": str(int(n)), "growth": f"{mean:.2f}"}
        for name, mean, n in parts.itertuples()
    ]
    return rows


def alarms(seed: int) -> list[rm.Finding]:
    """Audit one study; whatever it finds impossible or contradicted is a false alarm."""
    return [f for f in rm.audit(paper(study(seed), seed)) if f.verdict in ALARMS]


def main() -> None:
    """Audit many studies and print every false alarm."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    found = {seed: alarms(seed) for seed in range(count)}
    for seed, rows in found.items():
        for row in rows:
            print(seed, row)
    print(f"{count} studies, {sum(map(len, found.values()))} false alarms")


if __name__ == "__main__":
    main()
