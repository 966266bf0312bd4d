"""What all questions over time begin with: comparable scores, as units by periods."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from resilmeter.core.arrays import FloatArray
from resilmeter.errors import MethodError, problem
from resilmeter.panel import Panel
from resilmeter.scoring import Scores


def over_time(scores: Scores) -> FloatArray:
    """Give the index as (units, periods); refuse scores that do not compare over time."""
    if not scores.comparable_over_time:
        raise MethodError(problem("not-comparable-over-time", {"key": "analyze.dynamics"}))
    panel = scores.scaled.panel
    index = scores.index.to_numpy(dtype=np.float64)
    return index.reshape(len(panel.units), len(panel.periods))


def members(panel: Panel) -> Iterator[tuple[str, np.ndarray]]:
    """Give all units (blank), then each group, as rows of the units."""
    yield "", np.ones(len(panel.units), dtype=bool)
    for code, name in enumerate(panel.group_order):
        yield name, panel.group_codes == code
