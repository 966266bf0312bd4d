"""The sources of the methods that a study used, read from where they are documented."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from resilmeter.analyze import (
    change,
    clusters,
    convergence,
    coupling,
    dagum,
    densities,
    diagnose,
    gap_change,
    gap_evidence,
    gini_cells,
    grades,
    gravity,
    inequality,
    levers,
    obstacle_degree,
    obstacle_variants,
    outlook,
    spatial_weights,
    standing,
    transitions,
)
from resilmeter.analyze.drivers import detect_factors, detect_interactions, detect_risk
from resilmeter.prepare import IMPUTATIONS, NORMALIZATIONS, TREATMENTS
from resilmeter.result import Result
from resilmeter.scoring import SCORINGS
from resilmeter.weighting import WEIGHTINGS

# Answer of a result -> the verbs behind it.
VERBS: dict[str, tuple[Callable[..., Any], ...]] = {
    "diagnosis": (diagnose,),
    "gaps": (gini_cells,),
    "inequality": (inequality,),
    "dagum": (dagum,),
    "gap_evidence": (gap_evidence,),
    "gap_change": (gap_change,),
    "obstacles": (obstacle_degree,),
    "obstacle_variants": (obstacle_variants,),
    "levers": (levers,),
    "grades": (grades,),
    "standing": (standing,),
    "change": (change,),
    "dynamics": (convergence, densities, transitions, coupling, outlook),
    "space": (spatial_weights, clusters, gravity),
    "drivers": (detect_factors, detect_interactions, detect_risk),
}
SECTION = re.compile(r"\nReferences\n-+\n(.*?)(?:\n\n|\Z)", re.DOTALL)
NEXT = re.compile(r"(?<=\.) (?=[A-Z])")


def references(result: Result) -> list[str]:
    """List the sources of the methods a study used.

    Parameters
    ----------
    result : Result
        What a study led to.

    Returns
    -------
    list of str
        In alphabetical order, each once; as the docstrings of the methods give them.
    """
    found = {source for method in _methods(result) for source in sources(method)}
    return sorted(found, key=str.casefold)


def sources(method: Callable[..., Any]) -> list[str]:
    """Read the references of a method from its docstring.

    >>> sources(WEIGHTINGS["ahp"].kernel)
    ['Saaty (1977), Journal of Mathematical Psychology 15, doi:10.1016/0022-2496(77)90033-5.']
    """
    function = method.func if isinstance(method, partial) else method
    found = SECTION.search(inspect.getdoc(function) or "")
    return NEXT.split(" ".join(found[1].split())) if found else []


def _methods(result: Result) -> Iterator[Callable[..., Any]]:
    """Name what was called: preparing, weighing and scoring by the study, answers by what is there.

    An index that was computed elsewhere was neither scaled nor weighed here.
    """
    prepare = result.provenance.study["prepare"]
    chosen = (
        (IMPUTATIONS, prepare["impute"]["method"]),
        (TREATMENTS, prepare["treat"]["method"]),
    )
    yield from (methods[name] for methods, name in chosen if name in methods)
    if result.scores.method != "imported":
        yield NORMALIZATIONS[result.scaled.method].kernel
        yield WEIGHTINGS[result.weights.method].kernel
        yield SCORINGS[result.scores.method].kernel
    for answer, verbs in VERBS.items():
        if getattr(result, answer) is not None:
            yield from verbs
