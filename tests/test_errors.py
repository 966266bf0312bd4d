"""Problems and errors: text with its place, lists that count, and a catalogue that is complete."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import resilmeter
from resilmeter.catalogue import LANGUAGES, fill, load
from resilmeter.errors import (
    DataError,
    MethodError,
    Problem,
    ResilmeterError,
    SelfTestError,
    StudyError,
    UsageError,
    doubt,
    listing,
    note,
    problem,
    refuse,
)

SOURCE = Path(resilmeter.__file__).parent
MESSAGES = load("resilmeter", "messages.toml")
PLACES = {
    "file", "sheet", "row", "column", "indicator", "unit", "period", "group", "driver", "key",
}  # fmt: skip
# Texts that listing() and place() look up themselves, and those whose key is put together.
BUILT = {f"at-{name}" for name in PLACES} | {"and-more"}
PREFIXES = ("outside-",)


def texts_of(package: Path) -> set[str]:
    """Every text constant of the source."""
    found = set()
    for path in package.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found |= {
            node.value for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }  # fmt: skip
    return found


def keys_asked_for(*functions: str) -> set[str]:
    """First arguments of calls to the functions, where they are plain texts."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in functions and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def placeholders(text: str) -> list[str]:
    """Names to fill; `kind_en` and `kind_zh` are one name, a word of the language."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    return sorted(name.removesuffix("_en").removesuffix("_zh") for name in names)


@pytest.mark.parametrize("key", MESSAGES)
def test_message_is_there_in_both_languages(key):
    entry = MESSAGES[key]
    assert {name.partition("_")[0] for name in entry} == set(LANGUAGES)
    assert set(entry) in ({"en", "zh"}, {"en", "zh", "en_mend", "zh_mend"})
    for kind in ("", "_mend"):
        if f"en{kind}" in entry:
            english, chinese = entry[f"en{kind}"], entry[f"zh{kind}"]
            assert english.strip()
            assert chinese.strip()
            assert placeholders(english) == placeholders(chinese)


@pytest.mark.parametrize("key", [key for key in MESSAGES if not key.startswith("at-")])
def test_chinese_message_is_chinese(key):
    assert any("\u4e00" <= sign <= "\u9fff" for sign in MESSAGES[key]["zh"])
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in MESSAGES[key]["en"].replace(
        "山西", "").replace("陕西", "").replace("年", ""))  # fmt: skip


def test_every_message_asked_for_exists():
    asked = keys_asked_for("problem", "doubt", "note", "Problem", "_by_column")
    assert len(asked) > 50
    assert asked - set(MESSAGES) == set()


def test_no_message_is_unused():
    used = texts_of(SOURCE) | BUILT
    assert [key for key in MESSAGES if key not in used and not key.startswith(PREFIXES)] == []


def test_outside_messages_are_those_of_the_choices():
    built = {key for key in MESSAGES if key.startswith("outside-")} - texts_of(SOURCE)
    assert built == {"outside-clip", "outside-keep"}


def test_place_comes_before_the_text():
    where = {"file": "panel.csv", "sheet": "data", "row": 4, "column": "so2"}
    found = problem("text-in-number", where, given="x")
    assert found.place() == "panel.csv, sheet data, row 4, column so2"
    assert found.place("zh") == "panel.csv, 工作表 data, 第 4 行, 列 so2"
    assert str(found).startswith("panel.csv, sheet data, row 4, column so2: cannot read 'x'")
    assert problem("zero-weights").text().startswith("all weights are zero")


def test_every_place_has_its_word():
    assert {key[3:] for key in MESSAGES if key.startswith("at-")} == PLACES
    found = problem("zero-weights", dict.fromkeys(PLACES, "here"))
    assert found.place().count("here") == len(PLACES)


def test_levels():
    assert [f("zero-weights").level for f in (problem, doubt, note)] == ["error", "doubt", "note"]


def test_braces_and_percent_signs_of_users_are_kept():
    found = problem("text-in-number", {"column": "{value}"}, given="{0} %s {x!r}")
    assert "column {value}: cannot read '{0} %s {x!r}'" in str(found)


def test_lists_are_joined():
    assert fill("{a}; {b}", {"a": ["x", "y"], "b": (1, 2)}) == "x, y; 1, 2"


def test_listing_counts_what_it_does_not_show():
    rows = [problem("missing-key", {"key": f"k{i}"}) for i in range(15)]
    lines = listing(rows)
    assert sum("is required and missing" in line for line in lines) == 12
    assert "... and 3 more like this" in lines
    assert not any("more like" in line for line in listing(rows, shown=None))
    assert "……另有 3 处同类问题" in listing(rows, "zh")


def test_listing_keeps_kinds_together_in_order_of_first_meeting():
    rows = [problem("missing-key", {"key": "a"}), problem("zero-weights"),
            problem("missing-key", {"key": "b"})]  # fmt: skip
    lines = listing(rows)
    assert [line[:1] for line in lines[:2]] == ["a", "b"]
    assert "weights are zero" in lines[2]


def test_listing_names_a_shared_mend_once():
    rows = [problem("text-in-number", {"row": i}, given="x") for i in (4, 5)]
    lines = listing(rows)
    assert sum("Write a plain number" in line for line in lines) == 1
    assert sum("cannot read 'x'" in line for line in lines) == 2


def test_refuse_raises_on_errors_only():
    refuse(DataError, [doubt("zero-weights"), note("zero-weights")])
    with pytest.raises(DataError) as caught:
        refuse(DataError, [doubt("zero-weights"), problem("no-rows"), problem("empty-file")])
    assert [p.key for p in caught.value.problems] == ["no-rows", "empty-file"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(DataError, 1), (StudyError, 1), (MethodError, 1), (UsageError, 2), (SelfTestError, 3)],
)
def test_exit_codes(error, code):
    raised = error(problem("no-rows"))
    assert raised.exit_code == code
    assert isinstance(raised, ResilmeterError)
    assert str(raised) == Problem("no-rows").text()
