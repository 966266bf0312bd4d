"""Vary a study: all combinations of some choices, or samples of them with Sobol indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from resilmeter.analyze import Robustness
from resilmeter.analyze.sensitivity import sobol_points
from resilmeter.errors import StudyError, problem, refuse
from resilmeter.study.robustness.base import Base
from resilmeter.study.robustness.evaluate import Counted, evaluate, silent
from resilmeter.study.robustness.variant import Span, chosen_at, every, factors
from resilmeter.study.schema import Study
from resilmeter.study.tried import unknown_tried

# What varies if nothing else is said.
USUAL = Span(drop_indicators=True, noise=0.25)
# All combinations are computed and laid out up to this many.
MOST_COMBINATIONS = 20_000


def vary(
    study: Study,
    over: Mapping[str, Sequence[Any]],
    *,
    drop_indicators: bool = False,
    drop_dimensions: bool = False,
    top: int = 10,
    progress: Counted = silent,
) -> Robustness:
    """Replay a study under every combination of some choices.

    Parameters
    ----------
    study : Study
        The study.
    over : mapping of str to sequence
        Values for each key, such as ``{"weigh.method": ["critic", "equal"]}``.
    drop_indicators, drop_dimensions : bool
        True to leave out each indicator, or dimension, in turn (and none) in every combination.
    top : int
        How many first and last places count as top and bottom.
    progress : callable
        Called with the number of variants done and of all.

    Returns
    -------
    Robustness
        A variant that is refused is listed with the reason.

    Raises
    ------
    StudyError
        The study itself is refused, a key that no study has, nothing varies, too many combinations,
        or all are refused.

    Notes
    -----
    A variant is the run of the study with changed keys, from the panel to the index; stages whose
    keys did not change are not computed again. Analyses are not part of it, so that a variant is
    refused only where its index is. Caveats: the combinations count alike, however likely each is.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import resilmeter as rm
    >>> from resilmeter.study import new_study
    >>> folder = Path(tempfile.mkdtemp()) / "mine"
    >>> _ = new_study(folder, "seed-000")
    >>> study = rm.Study.load(folder / "study.toml")
    >>> found = rm.vary(study, {"weigh.method": ["entropy", "equal"]})
    >>> found.variants["keys"].tolist()
    ['weigh.method=entropy', 'weigh.method=equal']
    """
    refuse(StudyError, unknown_tried(study, over))
    base = Base.of(study)
    span = Span(over=over, drop_indicators=drop_indicators, drop_dimensions=drop_dimensions)
    made = factors(span, base.scores.scaled.panel.framework)
    count = int(np.prod([len(factor.options) for factor in made]))
    if count > MOST_COMBINATIONS:
        raise StudyError(problem("too-many-variants", count=count, most=MOST_COMBINATIONS))
    found = evaluate(base.job(0, 0.0), made, every(made), progress)
    return base.summed_up(found, top=top, grid=True)


def uncertainty(
    study: Study,
    span: Span = USUAL,
    *,
    samples: int = 2000,
    seed: int = 1,
    sensitivity: bool = True,
    top: int = 10,
    progress: Counted = silent,
) -> Robustness:
    """Replay a study under many random combinations of choices.

    Parameters
    ----------
    study : Study
        The study.
    span : Span
        What varies: keys, dropped indicators and dimensions, turned directions, imputed cells,
        noise on the weights. If left out, noise of 0.25 and one dropped indicator or none.
    samples : int
        Number of variants.
    seed : int
        Seed of choices and noise; the same seed gives the same result.
    sensitivity : bool
        Estimate Sobol indices of each choice, on as many variants again; needs the extra `robust`
        and two choices or more.
    top : int
        How many first and last places count as top and bottom.
    progress : callable
        Called with the number of variants done and of all.

    Returns
    -------
    Robustness

    Raises
    ------
    StudyError
        The study itself is refused, a key that no study has, nothing varies, all variants are
        refused, or SALib is lacking.

    Notes
    -----
    Goalposts without extremes are the key ``prepare.treat.method`` with none and winsorize; the
    period window is ``data.first_period``. With ``Span(imputations=20)`` interpolated cells, and
    those of chained equations, vary by their error: multiple imputation. Weights are computed again
    for the indicators that are left. Sobol indices need every variant: where one is refused, there
    are none, and `steps` says so. Caveats: extrapolated cells, group medians and nearest neighbours
    have no error model and do not vary.

    References
    ----------
    Saisana, Saltelli, Tarantola (2005), Journal of the Royal Statistical Society A 168,
    doi:10.1111/j.1467-985X.2005.00350.x. Rubin (1987), Multiple Imputation for Nonresponse in
    Surveys, doi:10.1002/9780470316696.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> import resilmeter as rm
    >>> from resilmeter.study import new_study
    >>> folder = Path(tempfile.mkdtemp()) / "mine"
    >>> _ = new_study(folder, "seed-000")
    >>> study = rm.Study.load(folder / "study.toml")
    >>> found = rm.uncertainty(study, samples=50, sensitivity=False)
    >>> found.evaluated, bool((found.intervals["low"] <= found.intervals["high"]).all())
    (50, True)
    """
    if samples < 2:
        raise StudyError(problem("too-few-samples", given=samples))
    refuse(StudyError, unknown_tried(study, span.over))
    base = Base.of(study)
    made = factors(span, base.scores.scaled.panel.framework)
    points = np.random.default_rng(seed).random((samples, len(made)))
    indices = None
    if sensitivity and len(made) > 1:
        # Loaded first, so that a missing extra is refused before the long part.
        size = 2 ** max(1, int(np.log2(samples / (len(made) + 2))))
        indices = sobol_points(len(made), size, seed)
    found = evaluate(base.job(seed, span.noise), made, chosen_at(made, points), progress)
    result = base.summed_up(found, top=top, grid=False)
    if span.imputations:
        result = replace(result, steps=(*result.steps, *base.errors_unknown()))
    if indices is None:
        return result
    job = replace(base.job(seed, span.noise), wordy=False)
    moved = evaluate(job, made, chosen_at(made, indices), progress)
    return base.with_sensitivity(result, moved, made, seed)


def robustness(
    study: Study, progress: Counted = silent
) -> tuple[Robustness | None, Robustness | None]:
    """Vary a study as its own section [robustness] asks.

    Parameters
    ----------
    study : Study
        The study.
    progress : callable
        Called with the number of variants done and of all.

    Returns
    -------
    variation, uncertainty : Robustness or None
        All combinations of `over` (and of what is left out, if there are no samples); samples.
        None where the study does not ask.
    """
    keys = study.robustness
    span = Span(
        over=keys.over, drop_indicators=keys.drop_indicators,
        drop_dimensions=keys.drop_dimensions, contested=keys.contested, noise=keys.noise,
        imputations=keys.imputations,
    )  # fmt: skip
    variation, sampled = None, None
    if keys.samples:
        sampled = uncertainty(
            study, span, samples=keys.samples, seed=study.seed, sensitivity=keys.sensitivity,
            top=keys.top, progress=progress,
        )  # fmt: skip
        span = replace(span, drop_indicators=False, drop_dimensions=False)
    if keys.over or span.drop_indicators or span.drop_dimensions:
        variation = vary(
            study, keys.over, drop_indicators=span.drop_indicators,
            drop_dimensions=span.drop_dimensions, top=keys.top, progress=progress,
        )  # fmt: skip
    return variation, sampled
