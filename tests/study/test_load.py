"""Reading a study file: overrides, nearest keys, encodings."""

from __future__ import annotations

import pytest
from pydantic import Field
from tests.studies import STUDY, write_study

from resilmeter import DataError, StudyError, UsageError
from resilmeter.sections import Section, validated
from resilmeter.study import Study


@pytest.fixture
def study(tmp_path):
    return write_study(tmp_path)


@pytest.mark.parametrize(
    ("override", "read"),
    [
        ("weigh.method=entropy", lambda s: s.weigh.method == "entropy"),
        ("weigh.method = 'equal'", lambda s: s.weigh.method == "equal"),
        ("analyze.top=2", lambda s: s.analyze.top == 2),
        ("analyze.growth=false", lambda s: s.analyze.growth is False),
        ("data.periods=[2009, 2011]", lambda s: s.data.periods == (2009, 2011)),
        ("title=Cities and 100% = more", lambda s: s.title == "Cities and 100% = more"),
        ('title="2020"', lambda s: s.title == "2020"),
        ("data.group=", lambda s: s.data.group == ""),
        ("weigh.given={a=1, b=2}", lambda s: s.weigh.given == {"a": 1, "b": 2}),
        ("prepare.interpolate.max_gap=5", lambda s: s.prepare.interpolate.max_gap == 5),
    ],
)
def test_overrides_are_read_as_toml_else_as_text(study, override, read):
    assert not read(Study.load(study))
    assert read(Study.load(study, (override,)))


def test_later_overrides_win(study):
    sets = ("weigh.method=entropy", "weigh.method=equal")
    assert Study.load(study, sets).weigh.method == "equal"


@pytest.mark.parametrize("bad", ["weigh.method", "=critic", "weigh..method=x", "title.x=1"])
def test_overrides_that_are_no_key_value_are_wrong_usage(study, bad):
    with pytest.raises(UsageError, match="key=value") as caught:
        Study.load(study, (bad,))
    assert bad in str(caught.value)
    assert caught.value.exit_code == 2


def test_override_of_an_unknown_key_names_the_nearest(study):
    with pytest.raises(StudyError, match=r"weigh.metod: there is no such key. Nearest: weigh.met"):
        Study.load(study, ("weigh.metod=critic",))


@pytest.mark.parametrize(
    ("key", "nearest"),
    [("data.pannel", "data.panel"), ("data.gruop", "data.group"), ("analyse.gaps", "analyze"),
     ("prepare.interpolate.maxgap", "prepare.interpolate.max_gap"),
     ("prepare.normalize.scop", "prepare.normalize.scope"), ("present.lang", "present.language"),
     ("titel", "title")],
)  # fmt: skip
def test_unknown_keys_name_the_nearest(study, key, nearest):
    with pytest.raises(StudyError) as caught:
        Study.load(study, (f"{key}=1",))
    assert f"Nearest: {nearest}" in str(caught.value)


def test_study_without_its_unknown_keys_is_still_read(study):
    read, problems = Study.parse(study, ("wiegh=1", "data.gruop=x"))
    assert read is not None
    assert read.data.unit == "city"
    assert [p.key for p in problems] == ["unknown-key", "unknown-key"]


def test_unknown_key_of_an_exclusion_names_its_place(tmp_path):
    text = STUDY + '[[data.exclude]]\nunits = ["Ahe"]\nreson = "x"\nreason = "y"\n'
    with pytest.raises(StudyError, match=r"data.exclude.1.reson: .* Nearest: data.exclude.reason"):
        Study.load(write_study(tmp_path, study=text))


def test_byte_order_mark_is_no_fault(tmp_path):
    path = write_study(tmp_path)
    path.write_bytes(STUDY.encode("utf-8-sig"))
    assert Study.load(path).title == "Tiny study"


def test_study_in_another_encoding_is_refused(tmp_path):
    path = write_study(tmp_path)
    path.write_bytes(STUDY.replace("Tiny", "微型").encode("gb18030"))
    with pytest.raises(StudyError, match="not UTF-8"):
        Study.load(path)


def test_missing_study_names_the_nearest(study):
    study.with_name(".old.toml").write_text("")
    study.with_name("folder.toml").mkdir()
    with pytest.raises(
        DataError, match=r"studdy.toml: there is no such file .* there: study.toml\."
    ):
        Study.load(study.with_name("studdy.toml"))


# Nothing that a reader could write by mistake is answered in the words of the library underneath.
MISTAKES = ([], "x", "", -1, float("nan"), float("inf"), 1e9, {}, [1], True, ["x"], [1, 2, 3],
            {"a": "x"}, 1.5, [[1]], [None])  # fmt: skip


def keys_of(model, *before):
    """Every key of a file of keys, as a path."""
    for name, field in model.model_fields.items():
        yield (*before, name)
        if isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from keys_of(field.annotation, *before, name)


@pytest.mark.parametrize("path", [*keys_of(Study)], ids=".".join)
def test_every_mistake_has_words_of_our_own(path):
    for given in MISTAKES:
        data = {"data": {"panel": "p.csv", "unit": "city", "period": "year"}}
        *sections, last = path
        section = data
        for name in sections:
            section = section.setdefault(name, {})
        section[last] = given
        for p in validated(Study, data, "study.toml")[1]:
            assert p.key != "bad-value", (p.key, p.text())
            assert str(p.where["key"]).startswith(".".join(path)) or p.key == "missing-key"


class Limits(Section):
    """One key for each kind of limit."""

    above: float = Field(default=1.0, gt=0)
    most: int = Field(default=1, le=9)
    below: float = Field(default=0.5, lt=1)
    even: int = Field(default=2, multiple_of=2)
    few: tuple[int, ...] = Field(default=(1, 2), min_length=2)
    many: tuple[int, ...] = Field(default=(1,), max_length=2)
    pair: tuple[float, float] = (0.0, 1.0)
    name: str = Field(default="x", min_length=1)


@pytest.mark.parametrize(
    ("key", "given", "english", "chinese"),
    [
        ("above", 0, "0 is too small; it must be above 0.0.", "0 太小；必须大于 0.0。"),
        ("most", 12, "12 is too large; the most allowed is 9.", "12 太大；最大值为 9。"),
        ("below", 2, "2 is too large; it must be below 1.0.", "2 太大；必须小于 1.0。"),
        ("even", 3, "3 is not allowed; it must be a multiple of 2.", "必须是 2 的倍数"),
        ("few", [1], "few: entries in the list: 1; the least allowed is 2.", "最少为 2 个"),
        ("many", [1, 2, 3], "entries in the list: 3; the most allowed is 2.", "最多为 2 个"),
        ("pair", [1], "pair: entries in the list: 1, which are too few.", "只有 1 个元素"),
        ("pair", [1, 2, 3], "entries in the list: 3; the most allowed is 2.", "最多为 2 个"),
        ("name", "", "the text is empty", "文本为空"),
        ("below", float("nan"), "nan is not allowed here; this key needs a finite", "有限的数字"),
        ("above", float("inf"), "inf is not allowed here; this key needs a finite", "有限的数字"),
    ],
)  # fmt: skip
def test_limits_are_said_in_both_languages(key, given, english, chinese):
    _, (found,) = validated(Limits, {key: given}, "file.toml")
    assert english in found.text("en")
    assert chinese in found.text("zh")


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("score.exponent=nan", "score.exponent: nan is not allowed here; this key needs a finite"),
        ("inequality.confidence=2", "inequality.confidence: 2 is too large; it must be below 1"),
        ("inequality.confidence=0", "inequality.confidence: 0 is too small; it must be above 0"),
    ],
)
def test_numbers_out_of_their_range_are_refused_plainly(study, override, said):
    with pytest.raises(StudyError, match=said):
        Study.load(study, (override,))
