"""The package's front: every public name resolves, and none is loaded before it is used."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import resilmeter as rm


@pytest.mark.parametrize("name", rm.__all__)
def test_public_name_resolves(name):
    assert getattr(rm, name) is not None


@pytest.mark.parametrize("name", [name for name in rm.__all__ if name != "__version__"])
def test_public_name_has_its_place(name):
    home = importlib.import_module(rm.PLACE_OF[name])
    assert getattr(rm, name) is getattr(home, name)
    assert name in home.__all__ if hasattr(home, "__all__") else True


def test_places_are_of_public_names_only():
    assert set(rm.PLACE_OF) == set(rm.__all__) - {"__version__"}
    assert dir(rm) == sorted(rm.__all__)
    assert len(set(rm.__all__)) == len(rm.__all__)


def test_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'normalise'"):
        _ = rm.normalise


@pytest.mark.parametrize("name", [name for name in rm.__all__ if name != "__version__"])
def test_public_name_is_documented(name):
    assert getattr(rm, name).__doc__.strip()


def loaded_by(code: str) -> str:
    heavy = "{'pandas', 'numpy', 'matplotlib', 'scipy', 'typer', 'rich', 'pydantic'}"
    code += f"\nimport sys; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return found.stdout.strip()


def test_importing_the_package_loads_nothing_heavy():
    assert loaded_by("import resilmeter; resilmeter.__version__") == "[]"


def test_errors_are_caught_without_loading_pandas():
    assert loaded_by("from resilmeter import DataError") == "[]"


def test_using_a_name_loads_what_it_needs():
    assert "pandas" in loaded_by("from resilmeter import Panel")
    assert "matplotlib" not in loaded_by("from resilmeter import Panel, weigh, gini_cells")
