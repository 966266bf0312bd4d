"""The printed tables of time: convergence, moves between classes, coupling, forecasts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from resilmeter.analyze import converged
from resilmeter.catalogue import Language
from resilmeter.present.held import held
from resilmeter.present.layout import Cell, Paragraph, PrintTable, header, number, text
from resilmeter.present.words import (
    NOT_AVAILABLE,
    fixed,
    group_title,
    percent,
    significant,
    word,
)
from resilmeter.result import Result
from resilmeter.rows import each_row


def convergence_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out beta convergence beside the trend of the dispersion."""
    if result.dynamics is None or result.dynamics.convergence is None:
        return None
    found = result.dynamics.convergence
    rows = tuple(
        (
            text(_group(row.group, language)),
            text(word(f"kind-{row.kind}", language)),
            text(word(f"form-{row.form}", language)),
            text(word(f"steps-{row.steps}", language)),
            number(significant(row.slope, 3, sign=True)),
            number(_p_value(row.p)),
            number(fixed(row.half_life, 1)),
            number(str(row.observations)),
        )
        for row in each_row(found.beta[found.beta["group"] == ""])
    )
    titles = ("group", "kind", "form", "steps-of-growth", "beta", "p", "half-life", "observations")
    return PrintTable(
        key="convergence",
        caption=word("caption-convergence", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-convergence", language, **_sigma(found.sigma_trends, language)),
    )


def convergence_sentence(result: Result, language: Language) -> Paragraph | None:
    """Say whether units converged, with both numbers that the answer rests on."""
    if result.dynamics is None or result.dynamics.convergence is None:
        return None
    found, panel = result.dynamics.convergence, result.panel
    trends = found.sigma_trends
    spread = trends[(trends["group"] == "") & (trends["measure"] == "variation")].iloc[0]
    fits = found.beta[(found.beta["group"] == "") & (found.beta["kind"] == "absolute")]
    fit = fits[(fits["form"] == "log") & (fits["steps"] == "each")].iloc[0]
    if spread["verdict"] in {"", "too-short"} or pd.isna(fit["high"]):
        return None
    key = "yes" if converged(spread["verdict"], fit["high"]) else "no"
    line = word(
        f"converged-{key}", language, start=panel.periods[0], end=panel.periods[-1],
        first=fixed(spread["first"], 4), last=fixed(spread["last"], 4),
        verdict=word(f"verdict-{spread['verdict']}", language), p=_p_value(spread["p"]),
        beta=significant(fit["slope"], 3, sign=True),
        low=significant(fit["low"], 3, sign=True), high=significant(fit["high"], 3, sign=True),
    )  # fmt: skip
    return Paragraph(held(result, "convergence", line, language))


def _sigma(trends: pd.DataFrame, language: Language) -> dict[str, str]:
    """Give first and last dispersion of all units, with the verdicts on their trends."""
    out = {}
    for row in each_row(trends[trends["group"] == ""]):
        verdict = word(f"verdict-{row.verdict}", language) if row.verdict else NOT_AVAILABLE
        out[row.measure] = f"{fixed(row.first, 4)} → {fixed(row.last, 4)} ({verdict})"
    return out


def markov_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out the transition probabilities with their counts, and the long run."""
    if result.dynamics is None or result.dynamics.transitions is None:
        return None
    found = result.dynamics.transitions
    pooled = found.matrix[found.matrix["neighbours"] == 0]
    states = sorted(pooled["state"].unique())
    long_run = found.long_run[found.long_run["neighbours"] == 0].set_index("state")
    wide = pooled.set_index(["state", "next_state"])
    rows = tuple(_state_row(wide.loc[state], long_run.loc[state], state) for state in states)
    test = found.tests.iloc[0]
    titles = [word(t, language) for t in ("state", "starts")]
    titles += [word("to-state", language, state=to) for to in states]
    titles += [word(t, language) for t in ("share-at-last", "ergodic")]
    mobility = fixed(long_run["mobility"].iloc[0], 3)
    return PrintTable(
        key="markov",
        caption=word("caption-markov", language),
        header=header(titles),
        rows=rows,
        note=word("note-markov", language, mobility=mobility, q=fixed(test["statistic"], 1),
                  freedom=test["freedom"], p=_p_value(test["p"]),
                  expected=fixed(test["smallest_expected"], 2)),
    )  # fmt: skip


def _state_row(moves: pd.DataFrame, long_run: pd.Series, state: int) -> tuple[Cell, ...]:
    """Lay out where units of one state went: probabilities with counts."""
    own = moves.iloc[0]
    cells = zip(moves["probability"].tolist(), moves["count"].tolist(), strict=True)
    return (
        text(f"{state}: ({fixed(own['low'], 4)}, {fixed(own['high'], 4)}]"),
        number(f"{own['starts']:.0f}"),
        *(number(f"{fixed(chance, 3)} ({count})") for chance, count in cells),
        number(percent(float(long_run["last_share"]), 1)),
        number(percent(float(long_run["ergodic"]), 1)),
    )


def humps_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out bandwidth and number of humps of each density, with the test."""
    if result.dynamics is None or result.dynamics.densities is None:
        return None
    rows = tuple(
        (
            number(str(row.period)),
            number(fixed(row.bandwidth, 4)),
            text(word(f"rule-{row.rule}", language)),
            number(str(row.humps)),
            number(_p_value(row.p_one_hump)),
        )
        for row in each_row(result.dynamics.densities.humps)
    )
    titles = ("period", "bandwidth", "rule", "humps", "p-one-hump")
    return PrintTable(
        key="density-humps",
        caption=word("caption-humps", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-humps", language),
    )


def coupling_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out mean coupling coordination in both forms, first and last period."""
    if result.dynamics is None or result.dynamics.coupling is None:
        return None
    table = result.dynamics.coupling
    means = table.groupby(["period", "form"])[["coupling", "level", "coordination"]].mean()
    values = means.to_dict()
    ends = dict.fromkeys((result.panel.periods[0], result.panel.periods[-1]))
    rows = tuple(
        (number(str(period)), text(word(f"coupling-{form}", language)),
         *(number(fixed(values[name][period, form], 4))
           for name in ("coupling", "level", "coordination")))
        for period in ends for form in ("standard", "corrected")
    )  # fmt: skip
    titles = ("period", "form", "coupling", "mean-fill", "coordination")
    return PrintTable(
        key="coupling",
        caption=word("caption-coupling", language),
        header=header(word(t, language) for t in titles),
        rows=rows,
        note=word("note-coupling", language),
    )


def outlook_table(result: Result, language: Language) -> PrintTable | None:
    """Lay out forecasts of the mean index beside the errors of the past."""
    if result.dynamics is None or result.dynamics.outlook is None:
        return None
    table = result.dynamics.outlook
    own = table[(table["group"] == "") & table["value"].notna()]
    periods = sorted(own["period"].dropna().unique())
    if not periods:
        return None
    rows = []
    errors = own.drop_duplicates("method").set_index("method")["mean_absolute_error"].astype(float)
    for method, part in own.groupby("method", sort=False):
        values = [float(row.value) for row in each_row(part.sort_values("period"))]
        first = part.iloc[0]
        best = word("yes", language) if first["best"] else ""
        rows.append((
            text(word(f"forecast-{method}", language)),
            *(number(fixed(v, 4)) for v in values),
            number(fixed(errors[str(method)], 4)),
            number(str(first["origins"])), text(best),
        ))  # fmt: skip
    titles = [word("forecast", language), *map(str, periods)]
    titles += [word(t, language) for t in ("mean-absolute-error", "origins", "smallest-error")]
    return PrintTable(
        key="outlook",
        caption=word("caption-outlook", language),
        header=header(titles),
        rows=tuple(rows),
        note=word("note-outlook", language),
    )


def dynamics_tables(
    result: Result, language: Language
) -> Iterator[PrintTable | Paragraph | str | None]:
    """Give sentence, tables and figures of the section in reading order."""
    yield convergence_sentence(result, language)
    yield convergence_table(result, language)
    yield "densities"
    yield humps_table(result, language)
    yield markov_table(result, language)
    yield coupling_table(result, language)
    yield outlook_table(result, language)


def _group(name: str, language: Language) -> str:
    return group_title(name, language) if name else word("all-units", language)


def _p_value(p: float) -> str:
    return "< 0.001" if p < 0.001 else fixed(p, 3)
