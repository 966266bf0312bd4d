"""The sentences on preparing: what was filled, divided and treated before scaling."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.catalogue import Language
from resilmeter.panel import Status
from resilmeter.present.words import indicator_title, joined, percent, word
from resilmeter.result import Result

BY_LINES = (Status.INTERPOLATED, Status.EXTRAPOLATED)


def preparation_sentences(result: Result, language: Language) -> list[str]:
    """Say how the panel was prepared, in the order of the steps.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of the sentences.

    Returns
    -------
    list of str
    """
    return [
        *_filling(result, language),
        *_divisions(result, language),
        *_treatment(result, language),
    ]


def _filling(result: Result, language: Language) -> Iterator[str]:
    """Say how cells were filled: along lines, from other units or indicators, or not at all."""
    status = result.scaled.panel.status.to_numpy()
    study = result.provenance.study
    fill, rest = study["prepare"]["interpolate"], study["prepare"]["impute"]
    lines = any((status == kind).any() for kind in BY_LINES)
    imputed = float((status > max(BY_LINES)).mean())
    if lines:
        key = "method-interpolate-any" if fill["max_gap"] == "any" else "method-interpolate-linear"
        ends = word("ends-extended" if fill["extrapolate"] else "ends-left", language)
        yield word(key, language, max_gap=fill["max_gap"], ends=ends)
    if lines and fill["errors"]:
        yield word("line-errors", language, seed=study["seed"])
    if imputed:
        key = f"method-impute-{rest['method']}"
        shown = {"neighbours": rest["neighbours"], "seed": study["seed"]}
        yield word(key, language, share=percent(imputed), **shown)
    if not lines and not imputed:
        yield word("method-interpolate-none", language)


def _divisions(result: Result, language: Language) -> Iterator[str]:
    """Name the indicators that were divided by a denominator."""
    divided = [
        f"{i.title(language)} / {i.denominator}"
        for i in result.panel.framework.indicators
        if i.denominator
    ]
    if divided:
        yield word("divided-by", language, indicators=joined(divided, language))


def _treatment(result: Result, language: Language) -> Iterator[str]:
    """Say how outliers were treated, and in which indicators."""
    treated = result.scaled.panel.treated
    if treated is None:
        return
    keys = result.provenance.study["prepare"]["treat"]
    framework = result.panel.framework
    names = [indicator_title(framework, code, language) for code in treated["indicator"].unique()]
    low, high = keys["percentiles"]
    yield word(
        f"method-treat-{keys['method']}",
        language,
        scope=word(f"treated-{keys['scope']}", language),
        low=f"{low:g}",
        high=f"{high:g}",
        most=keys["most"],
        indicators=joined(names, language) or word("none", language),
    )
