"""Pages written from the code say what the code says, and the built pages need no network."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image

import resilmeter as rm
from resilmeter.errors import ResilmeterError
from resilmeter.present.tables.tidy import tables
from resilmeter.study import new_study

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def generated() -> dict[str, Callable[[], str]]:
    pytest.importorskip("numpydoc")
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize(
    "name", ["study.md", "paper.md", "methods.md", "tables.md", "messages.md", "coverage.md"]
)
def test_the_page_is_what_the_code_would_write_now(name: str) -> None:
    committed = (DOCS / "reference" / name).read_text(encoding="utf-8")
    assert generated()[name]() == committed, "run: python docs/generate.py"


# Runs that write, together, every table.
RUNS = (
    (
        "prepare.treat.method=jrc",
        'obstacles.what_if=[{unit="Sichuan-01 (simulated)", indicator="gdp_pc", by=1}]',
    ),
    ("weigh.scope=per-period", "analyze.growth=false"),
    ("weigh.method=ahp", 'weigh.comparisons=["experts.csv"]'),
    ("score.method=levels", "analyze.obstacles=false"),
    ("analyze.spatial=true", "spatial.coordinates=places.csv", "data.boundaries=tiles"),
    ("prepare.normalize.scope=fixed", "prepare.normalize.goalposts=goalposts.csv"),
    ('robustness.over={"weigh.method"=["entropy", "equal"]}', "robustness.samples=20"),
)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, pd.DataFrame]]:
    """Tables of the runs, as `write` would write them."""
    folder = tmp_path_factory.mktemp("seed-000")
    new_study(folder / "study", "seed-000")
    codes = pd.read_csv(folder / "study" / "indicators.csv")["code"]
    pd.DataFrame(1, codes, codes).to_csv(folder / "study" / "experts.csv")
    pytest.importorskip("esda")
    out: list[dict[str, pd.DataFrame]] = []
    for place, keys in enumerate(RUNS):
        study = rm.Study.load(folder / "study" / "study.toml", keys)
        out.append(tables(rm.run(study)))
        if place == 1:
            # The first run was treated; the panel's own goalposts are those of the second.
            out[1]["goalposts"].to_csv(folder / "study" / "goalposts.csv", index=False)
    return out


def contract() -> dict[str, list[str]]:
    known = tomllib.loads((DOCS / "tables.toml").read_text(encoding="utf-8"))
    del known["intro"], known["common"]
    return {name: list(table["columns"]) for name, table in known.items()}


def test_runs_write_the_tables_and_columns_of_the_contract(
    output: list[dict[str, pd.DataFrame]],
) -> None:
    written: dict[str, list[str]] = {}
    for run in output:
        for name, table in run.items():
            assert written.setdefault(name, list(table.columns)) == list(table.columns)
    assert written == contract()


def test_every_common_meaning_is_used_and_every_blank_one_is_given() -> None:
    known = tomllib.loads((DOCS / "tables.toml").read_text(encoding="utf-8"))
    common = set(known["common"])
    blank = {
        column
        for name, table in known.items() if name not in {"intro", "common"}
        for column, meaning in table["columns"].items() if not meaning
    }  # fmt: skip
    assert blank == common


def test_the_errors_page_gives_the_exit_code_of_every_error() -> None:
    page = (DOCS / "reference" / "errors.md").read_text(encoding="utf-8")
    for error in ResilmeterError.__subclasses__():
        assert f"| `{error.__name__}` | {error.exit_code} |" in page


def test_the_api_page_names_everything_public() -> None:
    page = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    named = set(
        re.findall(r"auto(?:class|function|exception):: resilmeter\.(\w+)$", page, re.MULTILINE)
    )
    assert named == set(rm.__all__) - {"__version__"}


def test_the_picture_is_small_and_a_picture() -> None:
    picture = DOCS / "images" / "report.png"
    assert picture.stat().st_size < 300_000
    with Image.open(picture) as image:
        assert min(image.size) > 800


def test_the_site_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    pytest.importorskip("furo")
    # `make docs` executes the notebooks and lets no warning pass; loading depends on neither
    build = [sys.executable, "-m", "sphinx", "-q", "-b", "html", "-d", tmp_path / "cache",
             "-D", "nb_execution_mode=off"]  # fmt: skip
    done = subprocess.run(
        [*build, DOCS, tmp_path / "html"], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    loads = re.compile(
        r"<(?:script|link|img|iframe)[^>]*?(?:src|href)=\"(?:https?:)?//[^\"]*", re.IGNORECASE
    )
    for page in (tmp_path / "html").rglob("*.html"):
        assert not loads.findall(page.read_text(encoding="utf-8")), page.name
    for style in (tmp_path / "html").rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", text), style.name
