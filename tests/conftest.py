"""What every test may use: deterministic Hypothesis runs, and data from outside the project.

Oracles and real data stay in `../shared` because most of them state no licence; a test that needs
one of these files skips by its name where it is absent.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

SHARED = Path(__file__).parents[1].parent / "shared"

# The same cases on every machine, no database of examples; a slow machine is not a failure.
settings.register_profile(
    "resilmeter",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("resilmeter")


# Whole runs, browsers and clusters: what they execute has tests of its own, and counting lines
# makes them half as slow again.
NOT_COUNTED = ("tests/docs/", "tests/scale/test_spark", "tests/study/test_output",
               "tests/study/test_comparison", "tests/study/test_ways_out",
               "tests/study/test_scoring", "tests/present/explorer/test_browser",
               "tests/present/explorer/test_origin")  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave the longest tests out of the coverage."""
    for item in items:
        if item.nodeid.startswith(NOT_COUNTED):
            item.add_marker("no_cover")


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Give the path of a file of `../shared`, or skip the test, naming the file."""

    def path(name: str) -> Path:
        file = SHARED / name
        if not file.exists():
            pytest.skip(f"needs ../shared/{name}, which lies outside the project")
        return file

    return path


@pytest.fixture(scope="session")
def oracle(shared: Callable[[str], Path]) -> Callable[[str], dict[str, Any]]:
    """Read an oracle of `../shared/oracles`, or skip the test, naming the file."""

    def read(name: str) -> dict[str, Any]:
        return json.loads(shared(f"oracles/{name}").read_text(encoding="utf-8"))

    return read
