"""Reading a study file: overrides, nearest keys, encodings."""

from __future__ import annotations

import pytest
from tests.studies import STUDY, write_study

from resilmeter import DataError, StudyError, UsageError
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
    with pytest.raises(DataError, match=r"studdy.toml: there is no such file .*study.toml"):
        Study.load(study.with_name("studdy.toml"))
