"""Bad input through the command: what the user reads, exit code 1, and nothing written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.studies import (
    HEADER,
    INDICATORS,
    PANEL,
    STUDY,
    Outcome,
    command,
    with_cell,
    with_column,
    with_rows,
    write_study,
)

BOUNDED = """code,dimension,direction,lower_bound,upper_bound
a,Care,higher,0,45
b,Care,higher,0,
c,Air,lower,0,
d,Air,higher,0,
"""
WIDE = ",".join(["city", "year", *(f"c{i}" for i in range(9_998))]) + "\nAhe,2009" + ",1" * 9_998


@dataclass(frozen=True)
class Bad:
    """A study folder with a fault, and the parts of the text that a user must see."""

    name: str
    seen: tuple[str, ...]
    texts: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    remove: str = ""


CASES = (
    Bad("missing panel", ("panel.csv", "no such file", "Nearest name there"), remove="panel.csv"),
    Bad("missing indicators", ("indicators.csv", "no such file"), remove="indicators.csv"),
    Bad("missing study", ("study.toml", "no such file"), remove="study.toml"),
    Bad("misspelt panel", ("pannel.csv", "no such file", "Nearest name there: panel.csv"),
        {"study": STUDY.replace("panel.csv", "pannel.csv")}),
    Bad("panel is not named", ("data.panel",),
        {"study": STUDY.replace('"panel.csv"', '""')}),
    Bad("unknown kind", ("cannot read files ending in .toml", ".xlsx"),
        {"study": STUDY.replace('"panel.csv"', '"study.toml"')}),
    Bad("empty file", ("panel.csv", "the file is empty"), raw=b""),
    Bad("blank file", ("panel.csv", "the file is empty"), raw=b"\n \n,,\n"),
    Bad("header only", ("panel.csv", "no rows of data"), raw=HEADER.encode()),
    Bad("latin-1", ("panel.csv, row 2", "neither UTF-8 nor GB18030"),
        raw=PANEL.replace("Ahe", "Mal\xe9").encode("latin-1")),
    Bad("NUL bytes", ("panel.csv, row 11", "NUL bytes"),
        raw=PANEL.replace("Dohe", "Do\0e").encode()),
    Bad("unknown column", ("panel.csv, column clinics", "no such column"),
        {"indicators": INDICATORS.replace("a,Clinics", "clinics,Clinics")}),
    Bad("unknown unit column", ("column citty", "Nearest: city"),
        {"study": STUDY.replace('"city"', '"citty"')}),
    Bad("unknown section", ("study.toml, wiegh", "no such key", "Nearest: weigh"),
        {"study": STUDY + '[wiegh]\nmethod = "equal"\n'}),
    Bad("unknown key", ("prepare.normalise", "no such key", "Nearest: prepare.normalize"),
        {"study": STUDY + '[prepare.normalise]\nscope = "pooled"\n'}),
    Bad("misspelt key", ("data.gruop", "no such key", "Nearest: data.group"),
        {"study": STUDY.replace("group =", "gruop =")}),
    Bad("missing key", ("data.unit", "required and missing"),
        {"study": STUDY.replace('unit = "city"\n', "")}),
    Bad("TOML syntax", ("study.toml", "not valid TOML", "line 12"), {"study": STUDY + "x = = 3"}),
    Bad("wrong type", ("data.simulated", "is not allowed"),
        {"study": STUDY.replace("group =", 'simulated = "perhaps"\ngroup =')}),
    Bad("unknown method", ("weigh.method", "'entrpy' is not allowed", "entropy, coeff"),
        {"study": STUDY + '[weigh]\nmethod = "entrpy"\n'}),
    Bad("wrong direction", ("indicators.csv, row 4, indicator c", "'down'", "higher (larger is"),
        {"indicators": INDICATORS.replace("lower", "down")}),
    Bad("no direction", ("row 2, indicator a", "direction is ''", "no default"),
        {"indicators": INDICATORS.replace("照护,higher", "照护,", 1)}),
    Bad("repeated row", ("panel.csv, row 20, Ahe, 2009", "already stand in row 2"),
        {"panel": PANEL + "Ahe,2009,North,1,2,3,4\n"}),
    Bad("text in number", ("panel.csv, row 4, column b", "'4.2*'", "as a number"),
        {"panel": with_cell(PANEL, 4, "b", "4.2*")}),
    Bad("per cent", ("panel.csv, row 4, column b", "'42%'", "as a number"),
        {"panel": with_cell(PANEL, 4, "b", "42%")}),
    Bad("infinity", ("panel.csv, row 5, column c", "'inf'", "infinite"),
        {"panel": with_cell(PANEL, 5, "c", "inf")}),
    Bad("constant indicator", ("indicator b", "sets the scale is 3", "[[data.exclude]]"),
        {"panel": with_column(PANEL, "b", "3")}),
    Bad("all missing", ("indicator b", "no value at all", "[[data.exclude]]"),
        {"panel": with_column(PANEL, "b", "")}),
    Bad("one city", ("analyze.gaps", "panel has one (Ahe)", "set analyze.gaps to false"),
        {"panel": with_rows(PANEL, "Ahe")}),
    Bad("one period", ("analyze.growth", "panel has one (2009)", "set analyze.growth to false"),
        {"panel": with_rows(PANEL, "2009")}),
    Bad("one indicator", ("weigh.method", "one indicator (a)", 'set weigh.method to "equal"'),
        {"indicators": "\n".join(INDICATORS.splitlines()[:2])}),
    Bad("one group", ("data.group", "all units are in one (East)", "remove data.group"),
        {"panel": with_column(PANEL, "region", "East")}),
    Bad("blank group", ("panel.csv, row 4, column region", "the group of Ahe is blank"),
        {"panel": with_cell(PANEL, 4, "region", "")}),
    Bad("changing group", ("panel.csv, Ahe", "changes its group: North, South"),
        {"panel": with_cell(PANEL, 4, "region", "South")}),
    Bad("10 000 columns", ("10000 columns", "at most 5000", "turned on its side"),
        raw=WIDE.encode()),
    Bad("ragged row", ("panel.csv", " 7", " 8"), {"panel": PANEL.replace("27,2.2", "27,2,2")}),
    Bad("short row", ("panel.csv, row 7", "6 cells", "header has 7"),
        {"panel": PANEL.replace(",27,2.2", ",27")}),
    Bad("repeated header", ("panel.csv, row 1, column c", "more than once"),
        {"panel": PANEL.replace("c,d", "c,c")}),
    Bad("blank unit", ("panel.csv, row 4, column city", "name of the unit is blank"),
        {"panel": with_cell(PANEL, 4, "city", "")}),
    Bad("unreadable period", ("panel.csv, row 4, column year", "'2011-12'", "as a period"),
        {"panel": with_cell(PANEL, 4, "year", "2011-12")}),
    Bad("out of bounds", ("indicator a, Ehe, 2011", "50", "0 to 45", "data.out_of_bounds"),
        {"indicators": BOUNDED}),
    Bad("missing cells remain", (
        "indicator b, Ahe", "2009", "indicator d, Ahe", "2010-2011",
        "most missing are d (2 cells), b (1 cells)", "complete indicators: a, c",
        "5 of 6 units are complete", "max_gap", "extrapolate = true",
    ), {"panel": with_cell(with_cell(with_cell(
        PANEL, 2, "b", ""), 3, "d", ""), 4, "d", "—")}),
    Bad("per-period growth", ("analyze.growth", "compared over time", "prepare.normalize.scope"),
        {"study": STUDY + '[prepare.normalize]\nscope = "per-period"\n'}),
    Bad("two groupings", ("data.group or data.province, not both",),
        {"study": STUDY.replace("group =", 'province = "region"\ngroup =')}),
    Bad("no indicators", ("data.indicators", "[[data.indicator]]"),
        {"study": STUDY.replace('indicators = "indicators.csv"\n', "")}),
    Bad("given weights incomplete", ("weigh.given", "no weight for the indicator d"),
        {"study": STUDY + '[weigh]\nmethod = "given"\ngiven = {a = 1, b = 1, c = 2}\n'}),
    Bad("unknown exclusion", ("column city", "'Ahee'", "Nearest: Ahe"),
        {"study": STUDY + '[[data.exclude]]\nunits = ["Ahee"]\nreason = "gone"\n'}),
    Bad("no goalposts", ("prepare.normalize.goalposts", "goalposts file"),
        {"study": STUDY + '[prepare.normalize]\nscope = "fixed"\n'}),
    Bad("no base period", ("prepare.normalize.base_period", "2009, 2010, 2011"),
        {"study": STUDY + '[prepare.normalize]\nscope = "base-period"\nbase_period = 2020\n'}),
)  # fmt: skip


def broken(folder: Path, case: Bad) -> Path:
    study = write_study(folder, **case.texts)
    if case.raw is not None:
        (folder / "panel.csv").write_bytes(case.raw)
    if case.remove:
        (folder / case.remove).unlink()
    return study


def assert_refused(said: Outcome, seen: tuple[str, ...]) -> None:
    assert said.code == 1
    assert "Problems (" in said.text
    for part in seen:
        assert part in said.text
    assert "Traceback" not in said.text


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_check_refuses_and_says_why(case: Bad, tmp_path):
    study = broken(tmp_path / "study", case)
    assert_refused(command("check", study), case.seen)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_run_refuses_says_why_and_writes_nothing(case: Bad, tmp_path):
    study = broken(tmp_path / "study", case)
    said = command("run", study, "-o", tmp_path / "out")
    assert_refused(said, case.seen)
    assert said.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["study"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_refusals_are_said_in_chinese_as_well(case: Bad, tmp_path):
    study = broken(tmp_path / "study", case)
    said = command("check", study, "--language", "zh")
    assert said.code == 1
    assert "问题 (" in said.text
    assert "Problems (" not in said.text


def test_problems_of_a_panel_are_all_printed(tmp_path):
    panel = with_cell(with_cell(PANEL, 4, "b", "abc"), 5, "c", "inf")
    panel = with_cell(with_cell(panel, 6, "region", ""), 7, "d", "12%")
    said = command("run", write_study(tmp_path, panel=panel), "-o", tmp_path / "out")
    assert said.code == 1
    assert "Problems (4)" in said.err
    for part in ("row 4, column b", "row 5, column c", "row 6, column region", "row 7, column d"):
        assert part in said.err


def test_problems_of_study_indicators_and_panel_are_all_printed(tmp_path):
    study = write_study(
        tmp_path,
        study=STUDY.replace('unit = "city"', 'unit = "town"') + "[wiegh]\n",
        indicators=INDICATORS.replace("lower", "down"),
    )
    said = command("check", study)
    assert said.code == 1
    assert "Problems (3)" in said.text
    for part in ("wiegh", "'down'", "column town"):
        assert part in said.text


def test_problems_of_a_study_file_are_all_printed(tmp_path):
    text = STUDY + '[wiegh]\n[weigh]\nmethod = "x"\n[analyze]\ntop = 0\n'
    said = command("run", write_study(tmp_path, study=text), "-o", tmp_path / "out")
    assert said.code == 1
    assert "Problems (3)" in said.err
    for part in ("wiegh", "weigh.method", "analyze.top"):
        assert part in said.err


def test_repeated_rows_are_named_beside_other_problems(tmp_path):
    panel = with_cell(PANEL, 4, "b", "abc") + "Ahe,2009,North,1,2,3,4\nAhe,2010,North,1,2,3,4\n"
    said = command("check", write_study(tmp_path, panel=panel))
    assert "Problems (3)" in said.text
    for part in ("row 4, column b", "row 20, Ahe, 2009", "row 21, Ahe, 2010"):
        assert part in said.text


def test_many_problems_of_a_kind_are_counted_and_all_are_listed_on_request(tmp_path):
    study = write_study(tmp_path, panel=with_column(PANEL, "b", [f"x{i}" for i in range(18)]))
    assert "... and 6 more like this" in command("check", study).text
    everything = command("check", study, "--all").text
    assert "... and" not in everything
    assert "row 19, column b" in everything


def test_texts_of_cells_are_shown_as_they_stand(tmp_path):
    panel = with_cell(PANEL, 4, "b", "[red]x[/red] :smile:")
    said = command("check", write_study(tmp_path, panel=panel))
    assert "'[red]x[/red] :smile:'" in said.text


def test_unknown_key_of_an_inline_indicator_is_refused_with_the_allowed_ones(tmp_path):
    text = STUDY.replace('indicators = "indicators.csv"\n', "")
    text += '[[data.indicator]]\ncode = "a"\ndimension = "X"\ndirection = "higher"\nwieght = 3\n'
    said = command("check", write_study(tmp_path, study=text))
    assert said.code == 1
    assert "data.indicator.1" in said.text
    assert "wieght" in said.text
    assert "denominator" in said.text


def test_target_that_holds_every_value_is_refused(tmp_path):
    """The data touch both ends of the interval: every unit is at its best."""
    indicators = (
        "code,dimension,direction,target_low,target_high\n"
        "a,Care,target,10,50\nb,Care,higher,,\nc,Air,lower,,\n"
    )
    said = command("check", write_study(tmp_path, indicators=indicators))
    assert said.code == 1
    assert "indicator a" in said.text
    assert "target interval" in said.text


@pytest.mark.parametrize("out", ["file", "file/deeper/out"])
def test_output_that_cannot_be_written(out, tmp_path):
    study = write_study(tmp_path / "study")
    (tmp_path / "file").write_text("mine")
    said = command("run", study, "-o", tmp_path / out)
    assert said.code == 1
    assert "cannot write here" in said.err
    assert "-o" in said.err
    assert (tmp_path / "file").read_text() == "mine"


def test_output_folder_that_is_not_ours(tmp_path):
    study = write_study(tmp_path / "study")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("mine")
    said = command("run", study, "-o", tmp_path / "out")
    assert said.code == 1
    assert "was not written by resilmeter" in said.err
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize("out", ["all", "all/study"])
def test_output_folder_that_holds_the_study(out, tmp_path):
    study = write_study(tmp_path / "all" / "study")
    (tmp_path / out / "run.json").write_text("{}")
    said = command("run", study, "-o", tmp_path / out)
    assert said.code == 1
    assert "so it is not replaced" in said.err
    assert study.read_text(encoding="utf-8") == STUDY


def test_output_folder_that_holds_the_panel(tmp_path):
    """The study stands elsewhere, but replacing the folder would destroy its panel."""
    write_study(tmp_path / "data")
    (tmp_path / "data" / "run.json").write_text("{}")
    study = tmp_path / "study.toml"
    study.write_text(STUDY.replace('"panel.csv"', '"data/panel.csv"').replace(
        '"indicators.csv"', '"data/indicators.csv"'))  # fmt: skip
    said = command("run", study, "-o", tmp_path / "data")
    assert said.code == 1
    assert (tmp_path / "data" / "panel.csv").read_text(encoding="utf-8") == PANEL
