"""Write a study file beside data that are only read where they lie."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import resilmeter as rm


def _value(value: Any) -> str:
    """Write a value as TOML; texts, numbers, booleans and lists of texts read as in JSON."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {_value(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return str(value) if isinstance(value, Path) else json.dumps(value, ensure_ascii=False)


@pytest.fixture
def load_study(tmp_path: Path) -> Callable[..., rm.Study]:
    """Write sections of keys as a study file into a temporary folder, and load it."""

    def load(**sections: dict[str, Any]) -> rm.Study:
        lines = []
        for name, keys in sections.items():
            lines += [f"[{name.replace('__', '.')}]"]
            lines += [f"{key} = {_value(value)}" for key, value in keys.items()]
        path = tmp_path / "study.toml"
        path.write_text("\n".join(lines), encoding="utf-8")
        return rm.Study.load(path)

    return load
