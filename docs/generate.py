"""Write the reference pages from the code, so that they cannot say anything else than the code.

Run `python docs/generate.py` after changing a key, a docstring, a message or a table; a test in
`tests/docs` fails while the committed pages differ from what this script writes.
"""

from __future__ import annotations

import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from numpydoc.docscrape import NumpyDocString

import resilmeter as rm
from resilmeter.auditing.kinds import LONG, WIDE
from resilmeter.catalogue import load
from resilmeter.read.framework import DIRECTION_WORDS, HEADERS
from resilmeter.study.methods import TOPICS

HERE = Path(__file__).parent
MARK = "<!-- Written by docs/generate.py: change the code (or docs/tables.toml), not this page. -->"
TYPES = {
    "string": "text",
    "boolean": "true or false",
    "integer": "whole number",
    "number": "number",
}
WORDS = {"str": "text", "float": "number", "None": "blank"}
PLURALS = {
    "text": "texts",
    "whole number": "whole numbers",
    "number": "numbers",
    "table": "tables",
    "section": "rules",
}
VERBS = {
    "prepare": "Prepare",
    "weigh": "Weigh",
    "score": "Score",
    "analyze": "Analyze",
    "drivers": "Drivers",
}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        (HERE / "reference" / name).write_text(page(), encoding="utf-8")


# --- study file -------------------------------------------------------------------------------
def study_page() -> str:
    """Describe every key of the study file from the models that read it."""
    schema = rm.Study.model_json_schema()
    intro = (
        "A study is one [TOML](https://toml.io) file. Paths in it are taken from its own folder. A"
        " key that is not listed here is refused, with the nearest key that is.\n\n"
        "`resilmeter schema` prints the same as JSON Schema."
    )
    keys = _section("", schema, schema["$defs"])
    return "\n\n".join(["# Study file", MARK, intro, *keys, *_indicator_table()]) + "\n"


def _indicator_table() -> Iterator[str]:
    """Yield the columns of the indicator table, from the record that each row becomes."""
    yield "## Indicator table"
    yield (
        "The file named by `data.indicators`, one row an indicator; the same names are the keys of"
        " a `[[data.indicator]]` entry. `code`, `dimension` and `direction` are required; there is"
        " no default direction."
    )
    doc = NumpyDocString(inspect.getdoc(rm.Indicator) or "")
    rows = [
        (f"`{name}`", _plain(entry.type), " ".join(line.strip() for line in entry.desc))
        for entry in doc["Parameters"] for name in [entry.name.replace(", ", "`, `")]
    ]  # fmt: skip
    yield _table(("column", "type", "meaning"), rows)
    yield f"Other headers that are understood: {_synonyms(HEADERS)}."
    yield f"Other words for a direction: {_synonyms(DIRECTION_WORDS)}."


def _plain(kind: str) -> str:
    """Say a Python type in words."""
    for python, word in WORDS.items():
        kind = kind.replace(python, word)
    return kind.strip("{}").replace('"', "`")


def _synonyms(words: dict[str, str]) -> str:
    """Write synonyms, grouped by what they stand for."""
    grouped: dict[str, list[str]] = {}
    for word, meaning in words.items():
        grouped.setdefault(meaning, []).append(word)
    return "; ".join(
        f"{', '.join(f'`{word}`' for word in given)} for `{meaning}`"
        for meaning, given in grouped.items()
    )


def _section(path: str, model: dict[str, Any], models: dict[str, Any]) -> Iterator[str]:
    """Yield heading, description and table of a section, then its sections."""
    inner: list[tuple[str, dict[str, Any]]] = []
    rows = []
    for key, field in model["properties"].items():
        full = f"{path}.{key}" if path else key
        target = field.get("$ref") or field.get("items", {}).get("$ref")
        if target:
            heading = f"`[[{full}]]`" if "items" in field else f"`[{full}]`"
            inner.append((heading, models[target.rsplit("/", 1)[1]] | {"path": full}))
            if "items" not in field:
                continue
        need = "**required**" if key in model.get("required", ()) else _default(field)
        rows.append((f"`{key}`", _type(field), need, field["description"]))
    if rows:
        yield _table(("key", "value", "if left out", "meaning"), rows)
    for heading, section in inner:
        level = "#" * (section["path"].count(".") + 2)
        yield f"{level} {heading}"
        yield section["description"]
        yield from _section(section["path"], section, models)


def _type(field: dict[str, Any]) -> str:
    """Say what a key holds."""
    if "anyOf" in field:
        kinds = [_type(kind) for kind in field["anyOf"] if kind.get("type") != "null"]
        return " or ".join(kinds)
    if "$ref" in field:
        return "section"
    allowed = field.get("enum", [field["const"]] if "const" in field else [])
    if allowed:
        return ", ".join(f"`{json.dumps(value)}`" for value in allowed)
    if field["type"] == "array":
        return _list_type(field)
    if field["type"] == "object":
        inner = field["additionalProperties"]
        lists = inner.get("type") == "array"
        return "table" if "anyOf" in inner else f"table of {'lists' if lists else 'numbers'}"
    limits = [f"at least {field['minimum']}"] if "minimum" in field else []
    limits += ["not blank"] if field.get("minLength") else []
    return ", ".join([TYPES[field["type"]], *limits])


def _list_type(field: dict[str, Any]) -> str:
    """Say what a list holds, and how many of it where that is fixed."""
    places = field.get("prefixItems", [])
    kind = _type(places[0] if places else field["items"])
    return f"list of {f'{len(places)} ' if places else ''}{PLURALS.get(kind, kind)}"


def _default(field: dict[str, Any]) -> str:
    value = field.get("default")
    return "" if value in (None, "", [], {}) else f"`{json.dumps(value)}`"


# --- audits -----------------------------------------------------------------------------------
def paper_page() -> str:
    """Describe every key of paper.toml and the columns of every kind of table."""
    schema = rm.PaperKeys.model_json_schema()
    intro = (
        "An audit reads one `paper.toml` and the tables that it names; see [Audit](../audit.md). A"
        " key that is not listed here is refused, with the nearest key that is."
    )
    keys = _section("", schema, schema["$defs"])
    rows = [(f"`{kind}`", ", ".join(f"`{name}`" for name in long.columns))
            for kind, long in LONG.items()]  # fmt: skip
    rows += [(f"`{kind}`", "`period`, and the columns that the keys of the table name")
             for kind in WIDE]  # fmt: skip
    rows += [("`grades`", "`unit`, `grade`")]
    kinds = (
        "Columns that each kind of table must have. Further columns are read where they help:"
        " `dimension` in `indicator-weights`, `mark` in `cells`, `group` in `grades`. A blank cell"
        " is a number that is not printed. A cell is named `pair x dimension`."
    )
    parts = ["# Paper file", MARK, intro, *keys, "## Kinds of tables", kinds]
    return "\n\n".join([*parts, _table(("kind", "columns"), rows)]) + "\n"


# --- methods ----------------------------------------------------------------------------------
def methods_page() -> str:
    """Describe every method from its docstring: formula, options, caveats, sources."""
    intro = (
        "Every method that a study can name, with its formula, as written beside the code that"
        " computes it; `resilmeter methods` prints the same.\n\n"
        "S0, S1 and S2 stand for the three published studies that the examples follow: S0 on 16"
        " cities of the Chengdu-Chongqing twin-city economic circle (2011–2020), S1 on 277 Chinese"
        " cities (2009–2023), S2 on 28 cities of the mid-Yangtze urban agglomeration (2003–2019)."
    )
    parts = ["# Methods", MARK, intro]
    for topic, methods in TOPICS.items():
        parts.append(f"## {VERBS[topic]}")
        for name, function in methods.items():
            parts += _method(name, function)
    return "\n\n".join(parts) + "\n"


def _method(name: str, function: Callable[..., Any]) -> Iterator[str]:
    variant = ""
    if isinstance(function, partial):
        options = ", ".join(f"`{key}={value}`" for key, value in function.keywords.items())
        variant, function = f" Called with {options}.", function.func
    doc = NumpyDocString(inspect.getdoc(function) or "")
    yield f"### `{name}`"
    path = f"{function.__module__}.{function.__name__}"
    yield f"{' '.join(doc['Summary'])} Function `{path}`.{variant}"
    if doc["Notes"]:
        yield _prose(doc["Notes"])
    for heading in ("Parameters", "Raises"):
        if doc[heading]:
            rows = [
                f"- {_called(entry)}: {' '.join(line.strip() for line in entry.desc)}"
                for entry in doc[heading]
            ]
            yield f"{heading}:\n\n" + "\n".join(rows)
    if doc["References"]:
        yield "Source: " + _linked(_prose(doc["References"]))


def _called(entry: Any) -> str:
    return f"`{entry.name}` ({entry.type})" if entry.name else f"`{entry.type}`"


def _prose(lines: list[str]) -> str:
    return "\n".join(line.strip() for line in lines).strip()


def _linked(text: str) -> str:
    """Turn each DOI into a link."""
    doi = r"doi:(10\.\S+?)(?=[.,;]?(?:\s|$))"
    return re.sub(doi, r"[doi:\1](<https://doi.org/\1>)", text)


# --- tables -----------------------------------------------------------------------------------
def tables_page() -> str:
    """Lay out the output contract: every table with its columns."""
    known = tomllib.loads((HERE / "tables.toml").read_text(encoding="utf-8"))
    common = known.pop("common")
    parts = ["# Output tables", MARK, known.pop("intro").strip()]
    for name, table in known.items():
        columns = table["columns"]
        rows = [(f"`{column}`", meaning or common[column]) for column, meaning in columns.items()]
        parts += [f"## `{name}`", table["about"], _table(("column", "meaning"), rows)]
    return "\n\n".join(parts) + "\n"


# --- coverage ---------------------------------------------------------------------------------
def coverage_page() -> str:
    """Say which command writes what the three papers print."""
    known = tomllib.loads((HERE / "coverage.toml").read_text(encoding="utf-8"))
    parts = ["# What the papers print", MARK, known["intro"].strip()]
    for paper, study in known["studies"].items():
        sets = " ".join(f"--set '{key}'" for key in study["keys"])
        run = f"resilmeter run study/study.toml {sets}".rstrip()
        commands = f"resilmeter new study --like {study['like']}\n{run}"
        rows = [(item, entry["what"], "<br>".join(map(_shown, entry["shows"])))
                for item, entry in known["items"].items() if item.startswith(paper)]  # fmt: skip
        rows += [(item, why, "") for item, why in known["elsewhere"].items()
                 if item.startswith(paper)]  # fmt: skip
        heading = f"## {paper}, as `{study['like']}`"
        parts += [
            heading,
            f"```text\n{commands}\n```",
            _table(("id", "what", "where"), sorted(rows)),
        ]
    return "\n\n".join(parts) + "\n"


def _shown(place: str) -> str:
    """Write a file, and its columns where not the whole table is meant."""
    name, _, columns = place.partition(": ")
    if not columns:
        return f"`{name}.svg`"
    return f"`tables/{name}.csv`" + (f" ({columns})" if columns != "*" else "")


# --- messages ---------------------------------------------------------------------------------
def messages_page() -> str:
    """List every sentence that refuses, doubts or reports, in both languages."""
    words = load("resilmeter", "messages.toml")
    intro = (
        "Every sentence about data, study and steps. The rule is its name in `run.json` and in"
        " `tables/findings.csv`; `{...}` is filled with what was met."
    )
    rows = [
        (f"`{key}`", _cell(text, "en"), _cell(text, "zh"))
        for key, text in words.items() if not key.startswith(("at-", "and-"))
    ]  # fmt: skip
    return (
        "\n\n".join(["# Messages", MARK, intro, _table(("rule", "English", "中文"), rows)]) + "\n"
    )


def _cell(text: dict[str, str], language: str) -> str:
    """Write a message, with the way to mend it, in one cell of a table, as it stands."""
    whole = f"{text[language]} {text.get(f'{language}_mend', '')}".strip()
    plain = " ".join(line.strip() for line in whole.splitlines())
    return re.sub(r"([\[\]<>*_|])", r"\\\1", plain)


def _table(header: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [header, ("---",) * len(header), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


PAGES: dict[str, Callable[[], str]] = {
    "study.md": study_page,
    "paper.md": paper_page,
    "methods.md": methods_page,
    "tables.md": tables_page,
    "messages.md": messages_page,
    "coverage.md": coverage_page,
}

if __name__ == "__main__":
    main()
