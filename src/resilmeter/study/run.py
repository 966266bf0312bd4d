"""Walk the line from study file to result: one line a stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, overload

import pandas as pd

from resilmeter.analyze import (
    means,
)
from resilmeter.checking import Check, check
from resilmeter.errors import (
    DataError,
    OutputError,
    Problem,
    StudyError,
    problem,
    refuse,
)
from resilmeter.panel import Panel
from resilmeter.prepare import (
    Scaled,
    apply_bounds,
    missing_problems,
    per_capita,
)
from resilmeter.result import Answers, Result
from resilmeter.study.answers import answer
from resilmeter.study.files import input_files, panel_folder
from resilmeter.study.folder import refuse_folder, replaced_whole, reported
from resilmeter.study.inputs import attempt, goalposts, read_study_panel, weighting_choices
from resilmeter.study.needs import unmet_needs
from resilmeter.study.provenance import provenance
from resilmeter.study.robustness import robustness
from resilmeter.study.robustness.evaluate import Counted, silent
from resilmeter.study.schema import Study
from resilmeter.study.selftests import self_tests
from resilmeter.study.shapes import boundaries_of
from resilmeter.study.stages import filled, scale, scored, treated
from resilmeter.study.tables import (
    check_table,
    engine_for,
    refuse_temporary,
    run_table,
    write_table_result,
)
from resilmeter.weighting import choice_problems, weigh

if TYPE_CHECKING:
    from resilmeter.scale.result import TableResult

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    del stage


@overload
def run(study: Study, progress: Progress = ..., counted: Counted = ...) -> Result: ...
@overload
def run(
    study: Study, progress: Progress = ..., counted: Counted = ..., *, panel: object
) -> TableResult: ...
def run(
    study: Study,
    progress: Progress = _silent,
    counted: Counted = silent,
    *,
    panel: object = None,
) -> Result | TableResult:
    """Run a study: read, prepare, weigh, score, analyze, and test the results.

    Parameters
    ----------
    study : Study
        What to do.
    progress : callable
        Called with the name of each stage as it begins.
    counted : callable
        Called with the number of variants done and of all, where the study asks for variants.
    panel : polars.LazyFrame, duckdb relation or pyspark DataFrame, optional
        The rows, in a session of your own, instead of the panel file.

    Returns
    -------
    Result or TableResult
        A `TableResult` for such a panel, and for files that are computed as a table (`scale`).

    Raises
    ------
    DataError, StudyError, MethodError
        What is wrong with the input, all problems of a stage at once.
    SelfTestError
        A result breaks an identity: a fault of resilmeter.

    Examples
    --------
    >>> import tempfile
    >>> import resilmeter as rm
    >>> from resilmeter.study import new_study
    >>> folder = Path(tempfile.mkdtemp()) / "mine"
    >>> _ = new_study(folder, "seed-000")
    >>> rm.run(rm.Study.load(folder / "study.toml")).weights.method
    'entropy'
    """
    engine = "" if panel is not None else engine_for(study)
    if engine != "memory":
        return run_table(study, progress, engine=engine, panel=panel)
    return _run_in_memory(study, progress, counted)


def _run_in_memory(study: Study, progress: Progress, counted: Counted) -> Result:
    """Walk the line with the whole panel in memory."""
    progress("read")
    panel = read_study_panel(study)
    boundaries = boundaries_of(study, panel)
    needs = [*unmet_needs(study, panel)]
    refuse(StudyError, needs)
    checked = check(panel.with_steps(*needs))
    refuse(DataError, checked.problems)
    progress("prepare")
    within = apply_bounds(panel, study.data.out_of_bounds)
    divided = per_capita(filled(study, within))
    scaled = scale(study, treated(study, divided), goalposts(study))
    progress("weigh")
    weights = weigh(scaled, method=study.weigh.method, choices=weighting_choices(study))
    progress("score")
    scores = scored(study, scaled, weights)
    progress("analyze")
    table, answers = means(scores), answer(study, scores, boundaries)
    if study.robustness.asked:
        progress("robustness")
        answers = _with_variants(study, answers, counted)
    return Result(
        provenance=provenance(study),
        check=checked,
        panel=panel,
        scaled=scaled,
        weights=weights,
        scores=scores,
        means=table,
        boundaries=boundaries,
        **vars(answers),
        self_tests=self_tests(scores, table, answers),
    )


def _with_variants(study: Study, answers: Answers, counted: Counted) -> Answers:
    """Add what other choices would have led to."""
    variation, sampled = robustness(study, counted)
    return replace(answers, variation=variation, uncertainty=sampled)


def run_into(
    path: Path,
    out: Path,
    overrides: tuple[str, ...] = (),
    progress: Progress = _silent,
    counted: Counted = silent,
) -> Result | TableResult:
    """Run a study file and write its output: the job of `resilmeter run`.

    Parameters
    ----------
    path : Path
        The study file.
    out : Path
        Folder for the output, looked at before anything is computed.
    overrides : tuple of str
        Keys to change, as "key=value".
    progress : callable
        Called with the name of each stage as it begins.
    counted : callable
        Called with the number of variants done and of all, where the study asks for variants.

    Returns
    -------
    Result or TableResult
    """
    refuse_folder(out)
    study = Study.load(path, overrides)
    engine = engine_for(study)
    files = (path, *input_files(study).values())
    if any(file.resolve().is_relative_to(out.resolve()) for file in files):
        raise OutputError(problem("output-holds-input", {"file": str(out)}))
    panel = panel_folder(study)
    if panel is not None and out.resolve().is_relative_to(panel):
        raise OutputError(problem("output-in-panel", {"file": str(out)}, panel=study.data.panel))
    refuse_temporary(study, engine, out)
    with replaced_whole(out) as folder:
        if engine != "memory":
            return _table_into(study, engine, folder, progress)
        result = _run_in_memory(study, progress, counted)
        from resilmeter.study.written import write_all  # noqa: PLC0415 - figures take long to load

        with reported(out):
            write_all(result, folder, progress)
    return result


def _table_into(study: Study, engine: str, folder: Path, progress: Progress) -> TableResult:
    """Run a study on a table beside its output, which takes the scored rows over."""
    result = run_table(study, progress, engine=engine, beside=folder)
    progress("tables")
    with reported(folder):
        write_table_result(result, folder)
    return result


def check_study(path: Path, overrides: tuple[str, ...] = ()) -> Check:
    """Find every problem of a study and its data at once, changing nothing.

    Parameters
    ----------
    path : Path
        The study file.
    overrides : tuple of str
        Keys to change, as "key=value".

    Returns
    -------
    Check
        All that could be found; stages that need what an earlier one refused are not reached. Of
        a panel that is computed as a table, keys and files are checked, but not its rows.

    Raises
    ------
    DataError, StudyError
        Where not even the study or its panel can be read; all their problems at once.
    """
    study, found = Study.parse(path, overrides)
    engine = attempt(found, lambda: engine_for(study)) if study else None
    if study is not None and engine not in {None, "memory"}:
        check_table(study, found)
        return Check(tuple(found), pd.DataFrame())
    panel = attempt(found, lambda: read_study_panel(study)) if study and engine else None
    if study is None or panel is None:
        raise StudyError(found)
    found += unmet_needs(study, panel)
    boundaries = attempt(found, lambda: boundaries_of(study, panel))
    found += boundaries.steps if boundaries is not None else ()
    checked = check(panel)
    found += checked.problems
    posts = attempt(found, lambda: goalposts(study))
    choices = attempt(found, lambda: weighting_choices(study))
    if choices is not None:
        found += choice_problems(study.weigh.method, choices, panel.framework)
    scaled = _scaled_if_possible(study, panel, posts, found)
    if scaled is not None and choices is not None:
        found += scaled.panel.steps
        weights = attempt(found, lambda: weigh(scaled, method=study.weigh.method, choices=choices))
        scores = attempt(found, lambda: scored(study, scaled, weights)) if weights else None
        if scores is not None:
            found += scores.steps
            answers = attempt(found, lambda: answer(study, scores, boundaries))
            if answers is not None:
                found += answers.doubts_beyond(found)
    unique = {(p.key, p.text()): p for p in found}
    return Check(tuple(unique.values()), checked.coverage)


def _scaled_if_possible(
    study: Study, panel: Panel, posts: pd.DataFrame | None, found: list[Problem]
) -> Scaled | None:
    """Prepare step by step, going on after a refusal as far as that makes sense."""
    within = attempt(found, lambda: apply_bounds(panel, study.data.out_of_bounds)) or panel
    whole = attempt(found, lambda: filled(study, within)) or within
    divided = attempt(found, lambda: per_capita(whole))
    if divided is None:
        found += missing_problems(whole)
        return None
    if posts is None and study.prepare.normalize.goalposts:
        found += missing_problems(divided)
        return None
    calmed = attempt(found, lambda: treated(study, divided)) or divided
    return attempt(found, lambda: scale(study, calmed, posts))
