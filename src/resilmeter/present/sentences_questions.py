"""Sentences on the questions that follow a score, each with its number."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.catalogue import Language
from resilmeter.present.words import word
from resilmeter.result import Result


def method_of_questions(result: Result, language: Language) -> Iterator[str]:
    """Say how obstacles and levers were found."""
    if result.obstacles is not None:
        yield word("method-obstacles", language)
        if result.obstacles.variant != "printed":
            yield word(f"method-variant-{result.obstacles.variant}", language)
    if result.levers is not None:
        yield word("method-levers", language)
