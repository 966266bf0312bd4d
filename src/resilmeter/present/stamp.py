"""The line under every figure and table: method, sample, imputed share, fingerprint."""

from __future__ import annotations

from resilmeter.catalogue import Language
from resilmeter.present.words import percent, word
from resilmeter.result import Result


def stamp(result: Result, language: Language) -> list[str]:
    """Say in a line what a figure or table rests on; in one more that data are simulated."""
    panel = result.scaled.panel
    text = word(
        "stamp",
        language,
        weights=word(f"short-{result.weights.method}", language),
        score=word(f"by-{result.scores.method}", language),
        scope=word(f"scaling-{result.scaled.scope}", language),
        units=len(panel.units),
        first=panel.periods[0],
        last=panel.periods[-1],
        imputed=percent(panel.imputed_share),
        fingerprint=result.provenance.fingerprint,
    )
    return [word("simulated", language), text] if result.provenance.simulated else [text]
