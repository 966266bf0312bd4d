"""Sentences on the questions that follow a score, each with its number."""

from __future__ import annotations

from collections.abc import Iterator

from resilmeter.catalogue import Language
from resilmeter.present.printed.grades import grade_rule
from resilmeter.present.words import word
from resilmeter.result import Result


def method_of_questions(result: Result, language: Language) -> Iterator[str]:
    """Say how change, grades, obstacles and levers were found."""
    if result.change is not None:
        yield word("method-change", language)
    if result.dynamics is not None:
        yield word("method-dynamics", language)
    if result.space is not None:
        yield word("method-space", language)
    if result.grades is not None and result.grades.reason is None:
        yield grade_rule(result.grades, language)
    if result.obstacles is not None:
        yield word("method-obstacles", language)
        if result.obstacles.variant != "printed":
            yield word(f"method-variant-{result.obstacles.variant}", language)
    if result.levers is not None:
        yield word("method-levers", language)
