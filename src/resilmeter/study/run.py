"""Walk the line from study file to result: one line a stage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from resilmeter.analyze import gini_cells, growth, means, obstacle_degree
from resilmeter.checking import Check, check
from resilmeter.errors import DataError, OutputError, StudyError, problem, refuse
from resilmeter.panel import Panel
from resilmeter.prepare import Scaled, apply_bounds, interpolate, normalize, per_capita
from resilmeter.result import Result
from resilmeter.scoring import score
from resilmeter.study.inputs import (
    attempt,
    goalposts,
    input_files,
    read_study_panel,
    weighting_choices,
)
from resilmeter.study.needs import unmet_needs
from resilmeter.study.output import refuse_folder, replaced_whole, write_all
from resilmeter.study.provenance import provenance
from resilmeter.study.schema import Study
from resilmeter.study.selftests import self_tests
from resilmeter.weighting import Weights, weigh

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    del stage


def run(study: Study, progress: Progress = _silent) -> Result:
    """Run a study: read, prepare, weigh, score, analyze, and test the results.

    Parameters
    ----------
    study : Study
        What to do.
    progress : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    Result

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
    progress("read")
    panel = read_study_panel(study)
    needs = [*unmet_needs(study, panel)]
    refuse(StudyError, needs)
    checked = check(panel.with_steps(*needs))
    refuse(DataError, checked.problems)
    progress("prepare")
    scaled = _scale(study, apply_bounds(panel, study.data.out_of_bounds))
    progress("weigh")
    weights = _weigh(study, scaled)
    progress("score")
    scores = score(scaled, weights, method=study.score.method)
    progress("analyze")
    ask, table = study.analyze, means(scores)
    gaps = gini_cells(scores) if ask.gaps else None
    obstacles = obstacle_degree(scaled, weights, top=ask.top) if ask.obstacles else None
    return Result(
        provenance=provenance(study),
        check=checked,
        panel=panel,
        scaled=scaled,
        weights=weights,
        scores=scores,
        means=table,
        growth=growth(scores) if ask.growth else None,
        gaps=gaps,
        obstacles=obstacles,
        self_tests=self_tests(scores, table, gaps, obstacles),
    )


def run_into(
    path: Path, out: Path, overrides: tuple[str, ...] = (), progress: Progress = _silent
) -> Result:
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

    Returns
    -------
    Result
    """
    refuse_folder(out)
    study = Study.load(path, overrides)
    files = (path, *input_files(study).values())
    if any(file.resolve().is_relative_to(out.resolve()) for file in files):
        raise OutputError(problem("output-holds-input", {"file": str(out)}))
    with replaced_whole(out) as folder:
        result = run(study, progress)
        write_all(result, folder, progress)
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
        All that could be found; stages that need what an earlier one refused are not reached.

    Raises
    ------
    DataError, StudyError
        Where not even the study or its panel can be read; all their problems at once.
    """
    study, found = Study.parse(path, overrides)
    panel = attempt(found, lambda: read_study_panel(study)) if study else None
    if study is None or panel is None:
        raise StudyError(found)
    found += unmet_needs(study, panel)
    checked = check(panel)
    found += checked.problems
    within = attempt(found, lambda: apply_bounds(panel, study.data.out_of_bounds))
    scaled = attempt(found, lambda: _scale(study, within or panel))
    if scaled is not None:
        attempt(found, lambda: _weigh(study, scaled))
        found += scaled.panel.steps
    unique = {(p.key, p.text()): p for p in found}
    return Check(tuple(unique.values()), checked.coverage)


def _scale(study: Study, panel: Panel) -> Scaled:
    """Fill, divide, orient and scale, as the study says."""
    fill, how = study.prepare.interpolate, study.prepare.normalize
    posts = goalposts(study)
    if fill.method == "linear":
        longest = None if fill.max_gap == "any" else fill.max_gap
        panel = interpolate(panel, max_gap=longest, extrapolate=fill.extrapolate)
    return normalize(
        per_capita(panel),
        method=how.method,
        scope=how.scope,
        base_period=how.base_period,
        goalposts=posts,
        outside=how.outside,
    )


def _weigh(study: Study, scaled: Scaled) -> Weights:
    return weigh(scaled, method=study.weigh.method, choices=weighting_choices(study))
