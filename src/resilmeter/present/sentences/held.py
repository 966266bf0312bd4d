"""Say beside a sentence in how many variants of the study it holds, and soften what rarely does."""

from __future__ import annotations

from resilmeter.analyze import LEAST_SHARE
from resilmeter.catalogue import Language
from resilmeter.present.words import word
from resilmeter.result import Result

# Sentences that list several, of which the claim names the first.
FIRST_OF_SEVERAL = frozenset({"largest-weights", "drivers"})


def held(result: Result, sentence: str, line: str, language: Language) -> str:
    """Add to a sentence what the variants say about it.

    Parameters
    ----------
    result : Result
        What a study led to.
    sentence : str
        Key of the sentence in the table of sentences.
    line : str
        The sentence.
    language : {"en", "zh"}
        Its language.

    Returns
    -------
    str
        The sentence as it is where there are no variants; with its count where there are; under
        the words that it depends on the choices of method where it holds in less than 80 %.
    """
    if result.tried is None:
        return line
    table = result.tried.sentences
    rows = table[(table["sentence"] == sentence) & (table["claim"] == "")]
    if rows.empty or not rows["variants"].iloc[0]:
        return line
    row = rows.iloc[0]
    counts = {"holds": f"{row['holds']:,}", "variants": f"{row['variants']:,}"}
    key = "holds-first" if sentence in FIRST_OF_SEVERAL else "holds-in"
    key = key if row["share"] >= LEAST_SHARE else f"{key}-few"
    return word(key, language, sentence=line, **counts)
