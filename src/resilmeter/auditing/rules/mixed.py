"""Growth of a group beside the average growth of its parts: the same kind of mean?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding, shown, spanned
from resilmeter.auditing.kinds import TIMES
from resilmeter.auditing.printed import Printed, read_printed
from resilmeter.core.intervals import exact, stacked
from resilmeter.read import shown as text_of


def mixed(facts: Facts) -> Iterator[Finding]:
    """Hold each group's growth beside the mean growth of its parts, weighted by their units."""
    table = facts.texts.get("growth-parts")
    if table is None:
        return
    for group, rows in table.groupby("group", sort=False):
        whole = facts.printed("part-growth", f"{group}{TIMES}")
        found = [part for _, row in rows.iterrows() if (part := _part(facts, row)) is not None]
        if whole is None or not found:
            continue
        units = np.array([count for _, count in found])
        growth = stacked([part.interval for part, _ in found])
        mean = (growth * exact(units / units.sum())).sum()
        apart = not whole.interval.meets(mean)
        digits = whole.decimals
        yield Finding(
            rule="growth-mixed", verdict="says-otherwise" if apart else "agrees", of=str(group),
            key="growth-mixed-apart" if apart else "growth-mixed", claimed=whole.text,
            computed=shown(float(mean.best), digits), source=facts.sources.get("growth-parts", ""),
            values={"group": str(group), **spanned(mean, digits)}, bounds=mean,
        )  # fmt: skip


def _part(facts: Facts, row: pd.Series) -> tuple[Printed, float] | None:
    """Return growth and units of a part; None for the row of the whole group."""
    name = text_of(row["part"])
    growth = facts.printed("part-growth", f"{text_of(row['group'])}{TIMES}{name}")
    units = read_printed(row["units"], counted=True)
    return (growth, units.value) if name and growth and units else None
