"""Turn what the command is asked to try into keys of the study."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from resilmeter.errors import StudyError, UsageError, problem, refuse
from resilmeter.study.schema import Study
from resilmeter.study.tried import unknown_tried


def variant_keys(
    path: Path,
    over: tuple[str, ...],
    overrides: tuple[str, ...],
    options: Mapping[str, bool | int | None],
    seed: int | None,
) -> tuple[str, ...]:
    """Write a request to try other choices as keys of the section [robustness].

    Parameters
    ----------
    path : Path
        The study file.
    over : tuple of str
        Keys with values to try, as "key=value,value"; replace those of the study.
    overrides : tuple of str
        Other keys to change, as "key=value".
    options : mapping of str to bool, int or None
        Keys of [robustness]; false and None leave what the study says.
    seed : int or None
        Seed of the study, if it is to be another.

    Returns
    -------
    tuple of str
        Keys to change, as "key=value".

    Raises
    ------
    UsageError
        A key without values.
    StudyError
        Nothing varies, or a key that no study has.
    """
    keys = [f"robustness.{name}={json.dumps(v)}" for name, v in options.items() if v]
    keys += [over_text(over)] if over else []
    keys += [f"seed={seed}"] if seed is not None else []
    asked = (*overrides, *keys)
    study = Study.load(path, asked)
    if not study.robustness.asked:
        raise StudyError(problem("nothing-varies"))
    refuse(StudyError, unknown_tried(study, study.robustness.over))
    return asked


def over_text(over: tuple[str, ...]) -> str:
    """Write "key=value,value" texts as one TOML table.

    >>> over_text(("weigh.method=critic,equal", "data.first_period=2009, 2012"))
    'robustness.over={"weigh.method" = ["critic", "equal"], "data.first_period" = [2009, 2012]}'
    """
    return "robustness.over={" + ", ".join(map(_entry, over)) + "}"


def _entry(text: str) -> str:
    key, separator, values = text.partition("=")
    if not separator or not key.strip() or not values.strip():
        raise UsageError(problem("bad-over", given=text))
    return f"{json.dumps(key.strip())} = {_values(values)}"


def _values(text: str) -> str:
    """Write values as a TOML list: as TOML if they are, else each as text."""
    if _is_toml(f"[{text}]"):
        return f"[{text}]"
    parts = [part.strip() for part in text.split(",")]
    shown = [part if _is_toml(part) else json.dumps(part, ensure_ascii=False) for part in parts]
    return f"[{', '.join(shown)}]"


def _is_toml(text: str) -> bool:
    try:
        tomllib.loads(f"value = {text}")
    except tomllib.TOMLDecodeError:
        return False
    return True
