"""Count over variants what the sentences claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from resilmeter.analyze.claims import SENTENCES
from resilmeter.core.arrays import BoolArray

# Sentences that hold in fewer variants are softened.
LEAST_SHARE = 0.8


def sentences_held(
    claims: Sequence[Mapping[str, str]], own: Mapping[str, str], good: BoolArray
) -> pd.DataFrame:
    """Count in how many variants each claim, and each sentence as a whole, comes to the same.

    Parameters
    ----------
    claims : sequence of mapping
        The claims of each variant.
    own : mapping of str to str
        Those of the study.
    good : (v,) bool array
        The variants that were not refused.

    Returns
    -------
    DataFrame
        sentence, claim, value, holds, variants, share.
    """
    told = [made for made, kept in zip(claims, good, strict=True) if kept]
    rows = []
    for sentence, names in SENTENCES.items():
        if not all(name in own for name in names):
            continue
        rows += [
            {"sentence": sentence, "claim": name, "value": own[name], **_held(told, (name,), own)}
            for name in names
        ]
        rows.append({"sentence": sentence, "claim": "", "value": "", **_held(told, names, own)})
    columns = ["sentence", "claim", "value", "holds", "variants", "share"]
    return pd.DataFrame(rows, columns=columns)


def claims_counted(claims: Sequence[Mapping[str, str]], good: BoolArray) -> pd.DataFrame:
    """Count what each claim comes to over the variants.

    Parameters
    ----------
    claims : sequence of mapping
        The claims of each variant.
    good : (v,) bool array
        The variants that were not refused.

    Returns
    -------
    DataFrame
        claim, value, holds, variants, share; equal counts in alphabetical order.
    """
    told = [made for made, kept in zip(claims, good, strict=True) if kept]
    rows = []
    for name in dict.fromkeys(name for names in SENTENCES.values() for name in names):
        counts = Counter(made[name] for made in told if name in made)
        can = counts.total()
        rows += [
            {"claim": name, "value": value, "holds": holds, "variants": can, "share": holds / can}
            for value, holds in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ]
    return pd.DataFrame(rows, columns=["claim", "value", "holds", "variants", "share"])


def _held(
    told: Sequence[Mapping[str, str]], names: Sequence[str], own: Mapping[str, str]
) -> dict[str, float]:
    can = [made for made in told if all(name in made for name in names)]
    holds = sum(all(made[name] == own[name] for name in names) for made in can)
    return {"holds": holds, "variants": len(can), "share": holds / len(can) if can else np.nan}
