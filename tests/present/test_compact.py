"""Figures inside the report: the same picture, in less text, that ends no attribute."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from urllib.parse import unquote

import pytest

from resilmeter.present.figures.draw import figures
from resilmeter.present.figures.pictures import svg_bytes
from resilmeter.present.formats.compact import data_uri

SVG = '<svg xmlns="http://www.w3.org/2000/svg"><defs><style>*{}</style></defs>%s</svg>'


def inside(body):
    return unquote(data_uri((SVG % body).encode()).partition(",")[2])


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 2 L 5 2 L 5 9.123 L 1 9.123 L 1 2 ", "M1 2H5V9.12H1Z"),
        ("M 1 2 L 1 9 L 5 9 L 5 2 z ", "M1 2V9H5V2Z"),
        ("M 1 2 L 5 3 L 5 9 L 1 9 z ", "M 1 2 L 5 3 L 5 9 L 1 9 z "),
    ],
)
def test_rectangles_are_written_by_their_sides(path, short):
    assert f"d='{short}'" in inside(f'<path d="{path}"/>')


def test_texts_are_as_they_were():
    text = '0.12345 "it\'s" 50 % #1 &amp; &lt;b&gt;'
    shown = inside(f'<text x="1.23456">{text}</text>')
    assert f"<text x='1.23'>{text}</text>" in shown


def test_looks_that_occur_often_are_said_once():
    line = '<path d="M 0 0 L 1 1" clip-path="url(#p1)" style="fill: #ff0000"/>'
    shown = inside(3 * line)
    assert shown.count("#ff0000") == 1
    assert ".c0{fill: #ff0000;clip-path:url(#p1)}</style>" in shown
    assert shown.count("class='c0'") == 3
    assert inside(2 * line).count("#ff0000") == 2


def test_figures_stay_valid_and_keep_their_texts(tiny_result):
    for name, figure in figures(tiny_result, "en").items():
        before = ET.fromstring(svg_bytes(figure))
        address = data_uri(svg_bytes(figure))
        assert '"' not in address, name
        after = ET.fromstring(unquote(address.partition(",")[2]))
        tag = "{http://www.w3.org/2000/svg}text"
        texts = ["".join(t.itertext()) for t in before.iter(tag)]
        assert ["".join(t.itertext()) for t in after.iter(tag)] == texts
        paths = "{http://www.w3.org/2000/svg}path"
        assert len(list(after.iter(paths))) == len(list(before.iter(paths)))
        assert len(address) < 0.8 * len(svg_bytes(figure)), name
