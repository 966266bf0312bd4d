"""The verb: hold everything that a paper prints beside everything else that it prints."""

from __future__ import annotations

from itertools import chain

from resilmeter.auditing.finding import Finding
from resilmeter.auditing.paper import Paper
from resilmeter.auditing.rules import CLAIMS, RULES


def audit(paper: Paper) -> tuple[Finding, ...]:
    """Say which printed numbers agree, which cannot be, and what they imply.

    Parameters
    ----------
    paper : Paper
        Printed tables and statements, from `read_paper` or `paper_of`.

    Returns
    -------
    tuple of Finding
        Rules on tables first, then the statements in their order. A finding without a claim is
        implied: it follows from the printed numbers, and the paper may not say it.

    Notes
    -----
    A printed number stands for every number that rounds to it: half a unit of its last digit to
    either side. All arithmetic is done on these intervals and rounds outwards, so "cannot-be" holds
    whatever the unrounded numbers were. An interval can be wider than need be, never narrower.

    Examples
    --------
    >>> import pandas as pd
    >>> import resilmeter as rm
    >>> keys = rm.PaperKeys(title="Weights", table=({"kind": "dimension-weights"},))
    >>> table = pd.DataFrame({"dimension": ["Care", "Air"], "weight": ["0.62", "0.48"]})
    >>> print(rm.audit(rm.Paper(keys, (table,)))[0].verdict)
    cannot-be
    """
    facts = paper.facts
    tables = (rule(facts) for rule in RULES)
    claims = (CLAIMS[claim.says](facts, claim) for claim in facts.keys.claim)
    return tuple(chain.from_iterable((*tables, *claims)))
