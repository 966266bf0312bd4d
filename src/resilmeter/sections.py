"""Files of keys, such as the study file: TOML to frozen models, every problem of a file at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from resilmeter.errors import DataError, Problem, StudyError, UsageError, problem, refuse

Model = TypeVar("Model", bound=BaseModel)


class Section(BaseModel):
    """Base of all sections: frozen, typos refused, documented by the sentence under each key."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, allow_inf_nan=False
    )


def load(model: type[Model], path: Path, overrides: tuple[str, ...] = ()) -> Model:
    """Read a file of keys, refusing it with all its problems; see `parse`."""
    study, found = parse(model, path, overrides)
    refuse(StudyError, found)
    if study is None:
        raise AssertionError("a study without problems was not built")
    return study


def parse(
    model: type[Model], path: Path, overrides: tuple[str, ...] = ()
) -> tuple[Model | None, list[Problem]]:
    """Read a file of keys as far as possible: without its unknown keys, and the problems.

    Parameters
    ----------
    model : type
        The pydantic model of the file.
    path : Path
        The file.
    overrides : tuple of str
        Keys to change, as "key=value".

    Returns
    -------
    study : model or None
        None if what is left after removing unknown keys is none.
    problems : list of Problem
        Everything wrong with the file.

    Raises
    ------
    DataError
        No such file.
    StudyError
        No valid TOML.
    UsageError
        An override that is not "key=value".
    """
    data = _read(path)
    for override in overrides:
        _override(data, override)
    return validated(model, data, path.name)


def validated(
    model: type[Model], data: dict[str, Any], file: str
) -> tuple[Model | None, list[Problem]]:
    """Build a study from raw keys as far as possible; unknown ones are removed from `data`.

    Parameters
    ----------
    model : type
        The pydantic model of the file.
    data : dict
        Keys and values, as read from TOML.
    file : str
        Name of the file, for the problems.

    Returns
    -------
    study : model or None
        None if what is left after removing unknown keys is not a study.
    problems : list of Problem
        Everything wrong with the keys.
    """
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    keys = list(_keys(model))
    found = list({
        (p.key, str(p.where)): p for p in (_problem(d, file, keys) for d in details)
    }.values())  # fmt: skip
    for detail in details:
        if detail["type"] == "extra_forbidden":
            _remove(data, detail["loc"])
    try:
        return model.model_validate(data), found
    except ValidationError:
        return None, found


def _read(path: Path) -> dict[str, Any]:
    where = {"file": path.name}
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        near = [p.name for p in path.parent.glob("[!.]*.toml") if p.is_file()]
        folder = str(path.parent.resolve())
        raise DataError(
            problem("missing-keys", where, folder=folder, files=near or ["-"])
        ) from None
    except OSError as error:
        detail = error.strerror or str(error)
        raise DataError(problem("cannot-read", where, detail=detail)) from None
    except UnicodeDecodeError:
        raise StudyError(problem("study-not-toml", where, detail="not UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        raise StudyError(problem("study-not-toml", where, detail=str(error))) from None


def _override(data: dict[str, Any], text: str) -> None:
    """Put one "key=value" into the raw study; the value is read as TOML, else as text."""
    key, separator, value = text.partition("=")
    names = [name.strip() for name in key.split(".")]
    if not separator or not all(names):
        raise UsageError(problem("bad-set", given=text))
    section = data
    for name in names[:-1]:
        inner = section.setdefault(name, {})
        if not isinstance(inner, dict):
            raise UsageError(problem("bad-set", given=text))
        section = inner
    try:
        section[names[-1]] = tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        section[names[-1]] = value.strip()


def _problem(detail: ErrorDetails, file: str, keys: list[str]) -> Problem:
    where: dict[str, object] = {"file": file, "key": _dotted(detail["loc"])}
    if detail["type"] == "extra_forbidden":
        return problem("unknown-key", where, nearest=_nearest(_dotted(detail["loc"]), keys))
    if detail["type"] == "missing" and isinstance(detail["loc"][-1], int):
        where["key"] = _dotted(detail["loc"][:-1])
        return problem("bad-value-short", where, count=len(detail["input"]))
    if detail["type"] == "missing":
        return problem("missing-key", where)
    return _value_problem(detail, where)


# What a key needs, by the beginning of pydantic's error type, in both languages.
KINDS = {
    "finite": ("a finite number", "有限的数字"),
    "int": ("a whole number", "整数"),
    "bool": ("true or false", "true 或 false"),
    "string": ("a text in quotes", "加引号的文本"),
    "float": ("a number", "数字"),
    "tuple": ("a list in square brackets", "方括号中的列表"),
    "dict": ("a table", "表"),
    "model": ("a section of keys", "由键组成的小节"),
}
# Our message and pydantic's name of the limit, by pydantic's type of the error.
LIMITS = {
    "greater_than_equal": ("bad-value-least", "ge"),
    "greater_than": ("bad-value-above", "gt"),
    "less_than_equal": ("bad-value-most", "le"),
    "less_than": ("bad-value-below", "lt"),
    "multiple_of": ("bad-value-multiple", "multiple_of"),
    "too_short": ("bad-value-few", "min_length"),
    "too_long": ("bad-value-many", "max_length"),
}


def _value_problem(detail: ErrorDetails, where: dict[str, object]) -> Problem:
    """Say what is wrong with a value in our own words; pydantic's stand in for rare cases."""
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    if kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "")
        return problem("bad-value-choice", where, given=given, allowed=allowed)
    if kind == "choice":
        return problem("bad-value-choice", where, given=given, allowed=detail["msg"])
    if kind in LIMITS:
        key, name = LIMITS[kind]
        told = {"count": len(given)} if kind in {"too_short", "too_long"} else {"given": given}
        return problem(key, where, **told, limit=context[name])
    if kind == "string_too_short":
        return problem("bad-value-empty", where)
    for start, (kind_en, kind_zh) in KINDS.items():
        if kind.startswith(start):
            return problem("bad-value-kind", where, given=given, kind_en=kind_en, kind_zh=kind_zh)
    return problem("bad-value", where, given=given, detail=detail["msg"])


def _dotted(loc: tuple[int | str, ...]) -> str:
    """Write a place in the file; pydantic adds the members of a union, which are no keys."""
    named = [part for part in loc if isinstance(part, int) or re.fullmatch(r"\w+", part)]
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in named)


def _nearest(key: str, keys: list[str]) -> str:
    """Name the nearest valid key, by its last part, else by the whole, else the section's keys."""
    plain = ".".join(part for part in key.split(".") if not part.isdigit())
    section, _, last = plain.rpartition(".")
    siblings = {k.rpartition(".")[2]: k for k in keys if k.rpartition(".")[0] == section}
    for pool, name in ((list(siblings), last), (keys, plain)):
        close = get_close_matches(name, pool, n=1, cutoff=0.5)
        if close:
            return siblings.get(close[0], close[0])
    return ", ".join(siblings.values()) or ", ".join(keys[:8])


def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        yield prefix + name
        for inner in (field.annotation, *get_args(field.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _keys(inner, f"{prefix}{name}.")


def _remove(data: Mapping[str, Any], loc: tuple[int | str, ...]) -> None:
    section: Any = data
    for part in loc[:-1]:
        section = section[part]
    del section[loc[-1]]
