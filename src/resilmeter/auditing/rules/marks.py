"""Marks of the largest cell of each dimension: are they the largest, or tied as printed?"""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.auditing.facts import Facts
from resilmeter.auditing.finding import Finding
from resilmeter.auditing.keys import ClaimKeys
from resilmeter.auditing.kinds import TIMES
from resilmeter.auditing.rules.extremes import extreme
from resilmeter.read import shown


def marks(facts: Facts) -> Iterator[Finding]:
    """Hold every mark of the table of cells beside the cells of its dimension."""
    table = facts.texts.get("cells")
    if table is None or "mark" not in table:
        return
    for _, row in table.iterrows():
        cell, dimension, period = (shown(row[c]) for c in ("cell", "dimension", "period"))
        if not shown(row["mark"]):
            continue
        claim = ClaimKeys(
            says="largest", measure="cell", of=f"{cell}{TIMES}{dimension}", periods=(period,),
            among=tuple(facts.cell_name(code, dimension) for code in facts.keys.pairs),
            source=facts.sources.get("cells", ""),
        )  # fmt: skip
        yield from extreme(facts, claim)
