"""Turn a study into what is asked of a table, refusing by name what no plan can do."""

from __future__ import annotations

from collections.abc import Iterator
from re import fullmatch
from typing import TYPE_CHECKING

import pandas as pd

from resilmeter.errors import Problem, StudyError, note, problem, refuse
from resilmeter.framework import Framework
from resilmeter.prepare.normalize import interval_problems
from resilmeter.prepare.yardstick import How
from resilmeter.read.numbers import missing_codes
from resilmeter.study.inputs import attempt, goalposts, study_framework, weighting_choices
from resilmeter.study.schema import Study
from resilmeter.weighting import WEIGHTINGS, Choices, choice_problems

if TYPE_CHECKING:
    from resilmeter.scale.ask import Ask, Keep, TableDriver, TableGrades

# A key, what it was given, and what a table allows.
Limit = tuple[str, object, tuple[object, ...]]
SCALINGS = ("minmax", "distance-to-target")
# What an ordinary run has and a table has not: it needs all rows at once, or to draw them again.
LEFT_OUT = {
    "analyze.diagnose": ("diagnosis_*", "coverage_*"),
    "weigh.compare": ("weightings*", "entropy_shift"),
    "analyze.gaps": (
        "inequality*", "gap_evidence", "gap_own", "gap_change*", "gap_decompositions",
    ),
    "analyze.obstacles": (
        "obstacles", "obstacle_top", "obstacle_dimensions", "obstacle_change", "obstacle_bounds",
        "obstacle_variants",
    ),
    "analyze.levers": ("lever*",),
    "analyze.grades": (
        "grades", "grade_moves", "grade_movers", "primacy", "group_types", "growth_sets", "leaders",
        "fastest",
    ),
    "analyze.change": ("change_*", "trends"),
    "analyze.dynamics": (
        "sigma*", "beta", "catch_up", "densit*", "markov*", "rank_mobility", "coupling", "outlook",
    ),
    "drivers": (
        "drivers_changes", "interactions_cells", "risk*", "ecological", "shapley*",
        "discretization", "p values of drivers", "tests of interactions",
    ),
}  # fmt: skip
ALWAYS = (
    "ranks of scores", "fill of parts", "contributions", "imputed", "coverage", "figures",
    "tables.xlsx",
)  # fmt: skip


def ask_of(study: Study) -> tuple[Ask, tuple[Problem, ...]]:
    """Say in the words of `resilmeter.scale` what a study asks.

    Parameters
    ----------
    study : Study
        The study.

    Returns
    -------
    ask : Ask
    steps : tuple of Problem
        What was left out of the indicators.

    Raises
    ------
    DataError, StudyError
        Everything in the study that a plan cannot do, each with the ways out; what is wrong with
        the indicator table and the choices.
    """
    found: list[Problem] = [*cannot(study)]
    made = attempt(found, lambda: study_framework(study))
    choices = attempt(found, lambda: weighting_choices(study))
    posts = attempt(found, lambda: goalposts(study))
    if made and choices:
        found += choice_problems(study.weigh.method, choices, made[0])
    found += [*_names_taken(made[0]), *_circular(study, made[0])] if made else []
    refuse(StudyError, found)
    if made is None or choices is None:
        raise AssertionError("a study without problems was not read")
    return _ask(study, made[0], choices, posts), tuple(made[1])


def _ask(study: Study, framework: Framework, choices: Choices, posts: pd.DataFrame | None) -> Ask:
    from resilmeter.scale.ask import Ask  # noqa: PLC0415 - engines are loaded where they are used

    data, lines = study.data, study.prepare.interpolate
    return Ask(
        framework=framework, unit=data.unit, period=data.period, group=data.group,
        group_order=data.group_order, keep=tuple(_keep(study)),
        missing=tuple(missing_codes(data.missing)), bounds=data.out_of_bounds,
        fill=lines.method != "none", max_gap=None if lines.max_gap == "any" else lines.max_gap,
        how=_how(study), outside=study.prepare.normalize.outside, posts=posts,
        method=study.weigh.method, choices=choices,
        growth=study.analyze.growth, gaps=study.analyze.gaps, obstacles=study.analyze.obstacles,
        top=study.analyze.top, grades=_grades(study), correction=study.inequality.correction,
        drivers=tuple(_drivers(study)), circular=study.drivers.circular,
        detail=study.drivers.periods, gini=study.scale.gini,
        bins=study.scale.bins,
    )  # fmt: skip


def _how(study: Study) -> How:
    own = study.prepare.normalize
    return How(method=own.method, scope=own.scope, base_period=own.base_period,
               interval=own.interval, clip=own.outside == "clip")  # fmt: skip


def cannot(study: Study) -> Iterator[Problem]:
    """Find what a plan over a table cannot do: key, what was given, what is allowed."""
    for key, given, allowed in (*_kinds(study), *_questions(study)):
        if given not in allowed and allowed[0] in {"", 0}:
            yield problem("scale-leave-out", {"key": key})
        elif given not in allowed:
            yield problem("scale-cannot", {"key": key}, given=given, allowed=allowed)
    for place, driver in enumerate(study.drivers.driver, start=1):
        where = {"key": f"drivers.driver.{place}"}
        if driver.kind != "categorical" and not driver.cuts:
            yield problem("scale-driver", where, driver=driver.name)
    if study.robustness.asked:
        yield problem("scale-leave-out", {"key": "robustness"})
    yield from _scaling(study)


def _scaling(study: Study) -> Iterator[Problem]:
    """Find goalposts that are not given, and an interval that is none."""
    own = study.prepare.normalize
    if own.scope == "fixed" and not own.goalposts:
        yield problem("needs-goalposts", {"key": "prepare.normalize.goalposts"})
    if own.method in SCALINGS:
        yield from interval_problems(_how(study))


def _names_taken(framework: Framework) -> Iterator[Problem]:
    """Find dimensions that would be one column with another; engines take A and a for the same."""
    before = ["unit", "period", "group", "index"]
    for name in framework.dimensions:
        if name.lower() in before or fullmatch(r"[sp][0-9]+", name.lower()):
            where = {"key": "data.indicators"}
            yield problem("scale-dimension-name", where, given=name, taken=tuple(before))
        before.append(name.lower())


def _circular(study: Study, framework: Framework) -> Iterator[Problem]:
    """Find drivers that are an indicator of the index."""
    codes = {i.source_column: i.code for i in framework.indicators}
    for driver in study.drivers.driver if study.drivers.circular == "refuse" else ():
        column = driver.column or driver.name
        if column in codes:
            yield problem("driver-is-indicator", {"driver": driver.name}, code=codes[column])


def _kinds(study: Study) -> Iterator[Limit]:
    """List what a table allows on the way from data to scores."""
    data, prepare, weigh = study.data, study.prepare, study.weigh
    finished = tuple(name for name, one in WEIGHTINGS.items() if one.finish)
    yield "data.province", data.province, ("",)
    yield "data.sheet", data.sheet, ("",)
    yield "prepare.interpolate.extrapolate", prepare.interpolate.extrapolate, (False,)
    yield "prepare.interpolate.errors", prepare.interpolate.errors, (False,)
    yield "prepare.impute.method", prepare.impute.method, ("none",)
    yield "prepare.treat.method", prepare.treat.method, ("none",)
    yield "prepare.normalize.method", prepare.normalize.method, SCALINGS
    yield "prepare.normalize.scope", prepare.normalize.scope, ("pooled", "base-period", "fixed")
    yield "weigh.method", weigh.method, finished
    yield "weigh.scope", weigh.scope, ("pooled",)
    if weigh.method == "combined":
        for place, name in enumerate(weigh.combine.methods, start=1):
            yield f"weigh.combine.methods.{place}", name, finished
    yield "score.method", study.score.method, ("weighted-sum",)


def _questions(study: Study) -> Iterator[Limit]:
    """List what a table allows after the scores."""
    keys = study.drivers
    yield "inequality.weights", study.inequality.weights, ("",)
    yield "obstacles.variant", study.obstacles.variant, ("printed",)
    yield "obstacles.what_if", len(study.obstacles.what_if), (0,)
    yield "grades.scheme", study.grades.scheme, ("deviation", "given")
    yield "analyze.spatial", study.analyze.spatial, (False,)
    yield "drivers.file", keys.file, ("",)
    yield "drivers.circular", keys.circular, ("refuse", "allow")
    yield "drivers.lag", keys.lag, (0,)
    yield "drivers.missing", keys.missing, ("refuse",)
    yield "drivers.triples", len(keys.triples), (0,)


def left_out(study: Study) -> tuple[str, ...]:
    """Name what an ordinary run of the study would give and this one does not."""
    analyze = study.analyze
    asked = {
        "analyze.diagnose": analyze.diagnose, "weigh.compare": bool(study.weigh.compare),
        "analyze.gaps": analyze.gaps, "analyze.obstacles": analyze.obstacles,
        "drivers": study.drivers.asked, "analyze.levers": analyze.levers,
        "analyze.grades": analyze.grades, "analyze.change": analyze.change,
        "analyze.dynamics": analyze.dynamics,
    }  # fmt: skip
    return (*ALWAYS, *(name for key, wanted in asked.items() if wanted for name in LEFT_OUT[key]))


def left_out_note(study: Study) -> Problem:
    """Say so."""
    return note("scale-left-out", names=left_out(study))


def _keep(study: Study) -> Iterator[Keep]:
    """Turn the study's selections into rules on rows."""
    from resilmeter.scale.ask import Keep  # noqa: PLC0415

    data = study.data
    if data.periods:
        yield Keep(column=data.period, values=data.periods)
    if data.first_period is not None or data.last_period is not None:
        yield Keep(column=data.period, values=(), first=data.first_period, last=data.last_period)
    if data.units:
        yield Keep(column=data.unit, values=data.units)
    for rule in data.exclude:
        if rule.column:
            yield Keep(column=rule.column, values=rule.values, keep=False)
        elif rule.units:
            yield Keep(column=data.unit, values=rule.units, keep=False)


def _grades(study: Study) -> TableGrades | None:
    from resilmeter.scale.ask import TableGrades  # noqa: PLC0415

    own = study.grades
    if not study.analyze.grades:
        return None
    return TableGrades(scheme=own.scheme, reference=own.reference, source=own.source, cuts=own.cuts)


def _drivers(study: Study) -> Iterator[TableDriver]:
    from resilmeter.scale.ask import TableDriver  # noqa: PLC0415

    for one in study.drivers.driver:
        yield TableDriver(name=one.name, group=one.group, column=one.column or one.name,
                          cuts=one.cuts)  # fmt: skip
