"""The line under every figure and table: method, sample, imputed share, fingerprint."""

from __future__ import annotations

from resilmeter.catalogue import Language
from resilmeter.present.words import percent, word
from resilmeter.result import Result


def stamp(result: Result, language: Language) -> str:
    """Say in one line what a figure or table rests on."""
    panel = result.scaled.panel
    text = word(
        "stamp",
        language,
        weights=word(f"short-{result.weights.method}", language),
        scope=word(f"scaling-{result.scaled.scope}", language),
        units=len(panel.units),
        first=panel.periods[0],
        last=panel.periods[-1],
        imputed=percent(panel.imputed_share),
        fingerprint=result.provenance.fingerprint,
    )
    if result.provenance.simulated:
        return f"{word('simulated', language)} {text}"
    return text
