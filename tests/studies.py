"""Tiny study folders for tests, and the command run in this process."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from resilmeter.cli import main
from resilmeter.read import framework_from_table, panel_from_table, read_table
from resilmeter.read.panel import PanelColumns

SCRIPT = Path(sys.executable).with_name("resilmeter")
HEADER = "city,year,region,a,b,c,d"
# Six simulated cities, three years, four indicators; no value repeats within an indicator.
PANEL = f"""{HEADER}
Ahe,2009,North,10,3.5,80,1
Ahe,2010,North,14,3.1,76,4
Ahe,2011,North,19,4.2,71,9
Bohe,2009,North,22,1.4,64,12
Bohe,2010,North,21,2.6,69,8
Bohe,2011,North,27,2.2,58,15
Cohe,2009,North,31,5.8,50,7
Cohe,2010,North,35,5.1,43,11
Cohe,2011,North,38,6.9,47,3
Dohe,2009,South,12,7.7,91,20
Dohe,2010,South,17,8.3,88,16
Dohe,2011,South,24,7.2,95,23
Ehe,2009,South,45,0.9,30,25
Ehe,2010,South,41,1.8,36,19
Ehe,2011,South,50,1.1,25,28
Fohe,2009,South,29,4.7,53,13
Fohe,2010,South,33,6.4,41,17
Fohe,2011,South,42,9.6,20,30
"""
INDICATORS = """code,name,name_zh,dimension,dimension_zh,direction
a,Clinics,诊所,Care,照护,higher
b,Beds,床位,Care,照护,higher
c,Dust,粉尘,Air,空气,lower
d,Trees,树木,Air,空气,higher
"""
STUDY = """title = "Tiny study"

[data]
panel = "panel.csv"
indicators = "indicators.csv"
unit = "city"
period = "year"
group = "region"

[present]
figures = ["svg"]
"""


@dataclass(frozen=True)
class Outcome:
    """What a command said and returned."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        """Everything a user sees."""
        return self.out + self.err


def write_study(
    folder: Path, *, panel: str = PANEL, indicators: str = INDICATORS, study: str = STUDY
) -> Path:
    """Write a study folder and return the path of its study file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "panel.csv").write_text(panel, encoding="utf-8")
    (folder / "indicators.csv").write_text(indicators, encoding="utf-8")
    (folder / "study.toml").write_text(study, encoding="utf-8")
    return folder / "study.toml"


def command(*words: object) -> Outcome:
    """Run the command as from the shell, in this process."""
    out, err = io.StringIO(), io.StringIO()
    argv = ["resilmeter", *map(str, words)]
    code = 0
    with patch.object(sys, "argv", argv), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
    return Outcome(code, out.getvalue(), err.getvalue())


def with_cell(text: str, row: int, column: str, value: str) -> str:
    """Change one cell of a CSV text; rows are counted as in the file, the header is row 1."""
    lines = [line.split(",") for line in text.splitlines()]
    lines[row - 1][lines[0].index(column)] = value
    return "\n".join(",".join(cells) for cells in lines) + "\n"


def with_column(text: str, column: str, values: str | Iterable[str]) -> str:
    """Change a whole column of a CSV text, or add it."""
    lines = [line.split(",") for line in text.splitlines()]
    given = [values] * (len(lines) - 1) if isinstance(values, str) else list(values)
    if column not in lines[0]:
        lines = [[*cells, column if i == 0 else ""] for i, cells in enumerate(lines)]
    place = lines[0].index(column)
    for cells, value in zip(lines[1:], given, strict=True):
        cells[place] = value
    return "\n".join(",".join(cells) for cells in lines) + "\n"


def with_rows(text: str, keep: str) -> str:
    """Keep the header and the rows that contain `keep`."""
    header, *rows = text.splitlines()
    return "\n".join([header, *(row for row in rows if keep in row)]) + "\n"


def tiny_panel(folder: Path, panel: str = PANEL, indicators: str = INDICATORS, **columns: object):
    """Read a panel from CSV texts, as a study would."""
    write_study(folder, panel=panel, indicators=indicators)
    framework = framework_from_table(read_table(folder / "indicators.csv"))
    named = PanelColumns(**{"unit": "city", "period": "year", "group": "region"} | columns)
    return panel_from_table(read_table(folder / "panel.csv"), framework, named)


def contents(folder: Path) -> dict[str, bytes]:
    """Bytes of every file below a folder, by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def copied(source: Path, target: Path) -> Path:
    """Copy a study folder and return its study file."""
    shutil.copytree(source, target)
    return target / "study.toml"
