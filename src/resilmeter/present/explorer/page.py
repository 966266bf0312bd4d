"""The interactive part as the template shows it: scripts, their hashes, and data."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from resilmeter.catalogue import Language
from resilmeter.present.explorer.chart import TOP
from resilmeter.present.explorer.data import explorer_data
from resilmeter.present.explorer.layout import MOST_TILES
from resilmeter.present.words import joined, word
from resilmeter.result import Result

if TYPE_CHECKING:
    from resilmeter.read import Boundaries

PROGRAM = (
    "decode.js", "say.js", "cells.js", "story.js", "profile.js", "charts.js",
    "gap.js", "obstacle.js", "origin.js", "start.js",
)  # fmt: skip
# Numbers by unit and period, over index and dimensions, that a page can carry.
MOST_SCORES = 250_000


@dataclass(frozen=True)
class Explorer:
    """The interactive part of a report, ready for the template.

    Attributes
    ----------
    data : Markup
        JSON in which no "<" is left, so that no name can end the block.
    libraries : Markup
        Vega, Vega-Lite and Vega-Embed, compressed, as text.
    program : Markup
        Our own script.
    policy : str
        What a Content-Security-Policy has to allow: two hashes, and nothing else.
    charts : tuple of str
        Charts that are drawn.
    """

    data: Markup
    libraries: Markup
    program: Markup
    policy: str
    charts: tuple[str, ...]


def explorer(
    result: Result, languages: tuple[Language, ...], shapes: Mapping[str, Any] | None = None
) -> Explorer | None:
    """Build the interactive part of a report.

    Parameters
    ----------
    result : Result
        What a study led to.
    languages : tuple of {"en", "zh"}
        Languages of the page.
    shapes : mapping, optional
        GeoJSON FeatureCollection of polygons with the property "unit", in degrees or projected.
        Without it units are tiles, group by group, up to 400 units.

    Returns
    -------
    Explorer or None
        None where the study has more unit-periods than a page can carry.

    Notes
    -----
    One copy of the libraries and one block of data serve all charts and both languages. Same
    study, same bytes: nothing in it depends on time or place.
    """
    if _too_many(result):
        return None
    data = explorer_data(result, languages, shapes)
    return Explorer(
        data=_block(data),
        libraries=Markup(libraries()[0]),  # noqa: S704  base64
        program=Markup(program()),  # noqa: S704  our own files
        policy=f"'{libraries()[1]}' '{_hash(program())}'",
        charts=tuple(data["charts"]),
    )  # fmt: skip


def chart_titles(
    result: Result, shown: Explorer | None, language: Language
) -> list[dict[str, str]]:
    """Name the charts that are drawn, in the order of the page."""
    pooled, many = result.scores.comparable_over_time, len(result.panel.units) > TOP
    titles = {
        "map": word("explore-map" if pooled else "explore-map-each", language),
        "ranking": word("explore-ranking-first" if many else "explore-ranking", language, top=TOP),
        "trajectory": word("explore-trajectory", language),
    }
    drawn = shown.charts if shown is not None else ()
    return [{"name": name, "title": title} for name, title in titles.items() if name in drawn]


def left_out(result: Result, shown: Explorer | None, language: Language) -> list[str]:
    """Say what the page could not show, and where it is.

    Parameters
    ----------
    result : Result
        What a study led to.
    shown : Explorer or None
        The interactive part.
    language : {"en", "zh"}
        Language of the sentences.

    Returns
    -------
    list of str
        Empty where nothing is missing.
    """
    units = len(result.panel.units)
    if shown is None:
        return [word("explore-too-large", language, cells=f"{_scores(result):,}")]
    said = []
    if "map" not in shown.charts:
        said.append(word("explore-too-many-tiles", language, units=units, most=MOST_TILES))
    elif result.boundaries is not None:
        said += _map_lacks(result.boundaries, language)
    if not result.scores.comparable_over_time:
        said.append(word("explore-no-trajectory", language))
    elif len(result.panel.periods) < 2:
        said.append(word("explore-one-period", language))
    return said


def _map_lacks(boundaries: Boundaries, language: Language) -> Iterator[str]:
    """Name units without a shape, and count shapes without a unit."""
    if boundaries.unmatched:
        lacking = joined(list(boundaries.unmatched), language)
        yield word("explore-without-shape", language, units=lacking)
    others = int((boundaries.frame["unit"] == "").sum())
    if others:
        yield word("explore-studied-only", language, areas=f"{others:,}")


def program() -> str:
    """Join our scripts to one that leaves no name behind."""
    folder = files("resilmeter.present.explorer")
    texts = [folder.joinpath(name).read_text(encoding="utf-8") for name in PROGRAM]
    return '"use strict";\n(() => {\n' + "\n".join(texts) + "})();\n"


@cache
def libraries() -> tuple[str, str]:
    """Bundle Vega and Vega-Lite; give them compressed, and the hash of their text."""
    import vl_convert  # noqa: PLC0415  only a report needs it

    text = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    packed = zlib.compress(text.encode("utf-8"), 9)
    return base64.b64encode(packed).decode("ascii"), _hash(text)


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")


def _block(data: Mapping[str, Any]) -> Markup:
    """Write JSON that is safe inside a script element, whatever names hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704  no "<" is left to open a tag


def _scores(result: Result) -> int:
    return len(result.scores.index) * (1 + len(result.scores.dimensions))


def _too_many(result: Result) -> bool:
    return _scores(result) > MOST_SCORES
