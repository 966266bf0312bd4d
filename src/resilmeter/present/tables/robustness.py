"""The tidy tables of the variants: intervals, choices, agreement, sentences, sensitivity."""

from __future__ import annotations

import pandas as pd

from resilmeter.result import Result


def robustness_tables(result: Result) -> dict[str, pd.DataFrame]:
    """Lay out what other choices would have led to.

    Parameters
    ----------
    result : Result
        What a study led to.

    Returns
    -------
    dict of str to DataFrame
        By file name without ending; empty where the study asks for no variants.
    """
    out: dict[str, pd.DataFrame] = {}
    if result.tried is not None:
        out |= {
            "rank_intervals": result.tried.intervals,
            "sentences": result.tried.sentences,
            "claims": result.tried.claims,
            "variants_choices": result.tried.choices,
        }
    if result.variation is not None:
        grid = result.variation
        out |= {"variants": grid.variants, "variants_ranks": grid.ranks,
                "variants_agreement": grid.agreement}  # fmt: skip
    if result.uncertainty is not None:
        out["samples"] = result.uncertainty.variants
        if not result.uncertainty.sensitivity.empty:
            out["sensitivity"] = result.uncertainty.sensitivity
    return out
