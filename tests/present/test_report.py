"""The report: one file, offline, in one language or both, with the numbers of the tables."""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from tests.studies import PANEL, with_cell, with_rows

import resilmeter as rm
from resilmeter.present.sentences.headlines import headlines
from resilmeter.present.tables import tables


class Page(HTMLParser):
    """Collect tags with their attributes, and the ids that links can reach."""

    VOID = ("meta", "input", "img", "br")

    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.text, self.scripts = [], [], "", {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            name = self.all("script")[-1].get("id")
            self.scripts[name] = self.scripts.get(name, "") + data
        else:
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def hash_of(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'"


def written(result, folder, language=None):
    return rm.report(result, folder / "report.html", language).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def both(tiny_result, tmp_path_factory):
    return written(tiny_result, tmp_path_factory.mktemp("report"))


def test_tags_are_closed_and_links_arrive(both):
    page = Page(both)
    assert page.open == []
    ids = {attributes["id"] for _, attributes in page.tags if attributes.get("id")}
    links = [attributes["href"] for attributes in page.all("a")]
    assert len(links) > 10
    assert {link.removeprefix("#") for link in links} <= ids
    assert (
        {label["for"] for label in page.all("label") if "for" in label}
        == {"show-en", "show-zh", "en-period", "zh-period"}
        <= ids
    )


def test_nothing_is_fetched(both):
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:)?//""", both)
    outside = re.sub(r'src="[^"]*"', "", both)
    assert "url(" not in outside
    assert set(re.findall(r"url\((...)", both)) == {"%23"}  # figures refer to their own parts
    assert "@import" not in both
    page = Page(both)
    for tag in ("link", "iframe", "object", "embed", "base", "form"):
        assert page.all(tag) == []
    assert not any("src" in script for script in page.all("script"))
    assert all(image["src"].startswith("data:image/svg+xml,") for image in page.all("img"))


def test_policy_allows_our_two_scripts_and_nothing_else(both):
    (policy,) = [
        meta["content"] for meta in Page(both).all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]  # fmt: skip
    assert "default-src 'none'" in policy
    assert "img-src data:" in policy
    allowed = policy.partition("script-src ")[2].partition(";")[0].split()
    hidden = Page(both).scripts["vega-libraries"]
    libraries = zlib.decompress(base64.b64decode(hidden))
    assert allowed == [hash_of(libraries), hash_of(Page(both).scripts[None].encode())]
    assert "unsafe-eval" not in policy
    assert "connect-src" not in policy  # and so none of default-src


def test_figures_inside_fetch_nothing_either(both):
    found = 0
    for image in Page(both).all("img"):
        drawn = unquote(image["src"].partition(",")[2])
        references = re.findall(r"(?:xlink:)?href=['\"]([^'\"]*)['\"]", drawn)
        found += len(references)
        assert all(reference.startswith("#") for reference in references)
        assert "<script" not in drawn
    assert found > 100


@pytest.mark.parametrize(
    ("language", "articles"), [("en", ["en"]), ("zh", ["zh"]), ("both", ["en", "zh"])]
)
def test_languages(tiny_result, tmp_path, language, articles):
    page = Page(written(tiny_result, tmp_path, language))
    assert [article["lang"] for article in page.all("article")] == articles
    assert page.all("html") == [{"lang": articles[0]}]
    radios = [box for box in page.all("input") if box.get("type") == "radio"]
    assert len(radios) == (2 if language == "both" else 0)
    assert len(page.all("script")) == 3  # libraries, data and program, whatever the languages
    for code, said in (("en", "What comes out"), ("zh", "主要结果")):
        assert (said in page.text) is (code in articles)


def test_unknown_language_is_refused(tiny_result, tmp_path):
    with pytest.raises(rm.ResilmeterError, match="fr"):
        rm.report(tiny_result, tmp_path / "report.html", "fr")


def test_headlines_and_findings_are_printed(both, tiny_result):
    page = Page(both)
    for language in ("en", "zh"):
        for line in headlines(tiny_result, language):
            assert line in page.text
    for found in tiny_result.findings:
        assert found.text("en") in page.text
        assert found.text("zh") in page.text


def test_fingerprint_inputs_and_version_are_printed(both, tiny_result):
    provenance = tiny_result.provenance
    for part in (provenance.fingerprint, rm.__version__, *provenance.inputs.values()):
        assert part in both


def test_tables_and_figures_are_numbered_through(both):
    text = Page(both).text
    tables_ = [int(n) for n in re.findall(r"Table (\d+)\.", text)]
    figures_ = [int(n) for n in re.findall(r"Figure (\d+)\.", text)]
    assert tables_ == list(range(1, 43))
    assert figures_ == list(range(1, 17))
    assert [int(n) for n in re.findall(r"<b>表 (\d+)</b>", both)] == tables_


def test_figures_name_a_table_that_is_written(both, tiny_result):
    names = tables(tiny_result)
    for image in Page(both).all("img"):
        (named,) = re.findall(r"tables/(\w+)\.csv", image["alt"])
        assert named in names


def test_marks_of_table_6_are_printed(hand_result, tmp_path):
    text = written(hand_result, tmp_path, "en")
    cells = re.findall(
        r'<td class="([^"]*)"[^>]*>(?:<span class="value">)?([^<*]*)(?:</span>)?(\*?)</td>', text
    )
    assert ("largest number star", "0.0700", "*") in cells
    assert ("largest number", "0.0300", "") in cells
    assert ("number star", "0.0500", "*") in cells
    assert all((star == "*") is ("star" in marks) for marks, _, star in cells)


def test_self_tests_are_printed(both, tiny_result):
    text = Page(both).text
    assert text.count("largest deviation") == len(tiny_result.self_tests)
    assert text.count("最大偏差") == len(tiny_result.self_tests)


def test_doubts_and_steps_of_the_data_are_printed(run_tiny, tmp_path):
    result = run_tiny(panel=with_cell(PANEL, 3, "b", "—"))
    text = Page(written(result, tmp_path)).text
    for key in ("read-as-missing", "some-missing", "cells-interpolated", "small-group"):
        (found,) = [p for p in result.findings if p.key == key][:1]
        assert found.text() in text


def test_report_of_one_period_without_groups(run_tiny, tmp_path):
    result = run_tiny("analyze.growth=false", "data.group=", panel=with_rows(PANEL, "2010"))
    page = Page(written(result, tmp_path, "both"))
    named = {re.findall(r"tables/(\w+)\.csv", image["alt"])[0] for image in page.all("img")}
    assert named == {
        "scores", "findings", "diagnosis_indicators", "diagnosis_correlations", "densities",
    }  # fmt: skip
    assert "Ranking" in page.text


def test_title_of_the_language(run_tiny, tmp_path):
    result = run_tiny("title_zh=微型研究")
    assert "<h1>微型研究</h1>" in written(result, tmp_path, "zh")
    assert "<h1>Tiny study</h1>" in written(result, tmp_path, "en")


def test_real_data_are_not_called_simulated(run_tiny, tmp_path):
    text = written(run_tiny(), tmp_path, "both")
    assert "SIMULATED" not in text
    assert "模拟数据" not in text
