"""What a study has to say in one language, numbered through, before any format is chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from matplotlib.figure import Figure

from resilmeter.catalogue import Language
from resilmeter.present.contents import Item, contents
from resilmeter.present.printed.layout import Paragraph, PrintTable, aligned
from resilmeter.present.references import references
from resilmeter.present.sentences.headlines import headlines, method_sentences
from resilmeter.present.stamp import stamp
from resilmeter.present.words import word
from resilmeter.result import Result

BY_PERIOD = frozenset({
    "means", "gap-total", "gap-groups", "gap-dimensions", "inequality", "dagum", "decompositions",
})  # fmt: skip
TABLE_OF_FIGURE = {
    "overview": "scores",
    "flow": "findings",
    "coverage": "imputed",
    "importance": "diagnosis_indicators",
    "correlations": "diagnosis_correlations",
    "index_growth": "means",
    "group_levels": "means",
    "dimension_levels": "means",
    "gini": "gap_total",
    "gini_within_between": "gap_total",
    "gini_dimensions": "gap_dimensions",
    "gini_own": "gap_own",
    "gini_dagum": "dagum",
    "gap_heat": "gap_evidence",
    "gap_bars": "gap_evidence",
    "drivers_q": "drivers",
    "drivers_over_time": "drivers",
    "drivers_interactions": "interactions",
    "drivers_risk": "risk",
    "drivers_strata": "discretization",
    "method_map": "variants_ranks",
    "rank_intervals": "rank_intervals",
    "sample_map": "boundaries",
    "maps": "map_classes",
    "dimension_maps": "parts",
    "cluster_map": "spatial_places",
    "waterfall": "change_dimensions",
    "grade_shares": "grade_shares",
    "densities": "densities",
}


@dataclass(frozen=True, kw_only=True)
class NumberedTable:
    """A table with its number.

    Attributes
    ----------
    label : str
        Such as "Table 3.".
    table : PrintTable
        Caption, cells, note.
    """

    kind: ClassVar[str] = "table"
    label: str
    table: PrintTable


@dataclass(frozen=True, kw_only=True)
class NumberedFigure:
    """A figure with its number.

    Attributes
    ----------
    label, caption : str
        Such as "Figure 2.", and what it shows.
    alt : str
        What a reader who cannot see it is told, with the table of its numbers.
    name : str
        Its name among the figures.
    figure : Figure
        As drawn.
    """

    kind: ClassVar[str] = "figure"
    label: str
    caption: str
    alt: str
    name: str
    figure: Figure


Block = NumberedTable | NumberedFigure | Paragraph


@dataclass(frozen=True, kw_only=True)
class Section:
    """Tables, figures and sentences under one heading.

    Attributes
    ----------
    key : str
        For links.
    title : str
        The heading.
    blocks : tuple of Block
        In reading order.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """Everything the report says, in one language.

    Attributes
    ----------
    language : {"en", "zh"}
        Its language.
    title : str
        Title of the study.
    simulated : str
        Warning that data are made up; empty if they are not.
    stamp : str
        What every table rests on.
    headlines, method, references : tuple of str
        Sentences on what came out and how it was done, and its sources.
    sections : tuple of Section
        Only those that have something to show.
    doubts, steps, tests : tuple of str
        Findings, and the self-tests.
    inputs : tuple of str
        Name and SHA-256 of each input file.
    version, fingerprint : str
        Of resilmeter; of study and inputs.
    """

    language: Language
    title: str
    simulated: str
    stamp: str
    headlines: tuple[str, ...]
    method: tuple[str, ...]
    references: tuple[str, ...]
    sections: tuple[Section, ...]
    doubts: tuple[str, ...]
    steps: tuple[str, ...]
    tests: tuple[str, ...]
    inputs: tuple[str, ...]
    version: str
    fingerprint: str

    def word(self, key: str, **values: object) -> str:
        """Look a text up in the language of the document."""
        return word(key, self.language, **values)

    @property
    def paragraph(self) -> str:
        """The method as one paragraph."""
        return (" " if self.language == "en" else "").join(self.method)

    @property
    def footer(self) -> str:
        """What made it, and from what."""
        return self.word("footer", version=self.version, fingerprint=self.fingerprint)


def document(result: Result, language: Language, plots: dict[str, Figure]) -> Document:
    """Gather what the report says in one language.

    Parameters
    ----------
    result : Result
        What a study led to.
    language : {"en", "zh"}
        Language of all sentences.
    plots : dict of str to Figure
        Figures in this language.

    Returns
    -------
    Document
    """
    provenance = result.provenance
    return Document(
        language=language,
        title=provenance.title_zh if language == "zh" else provenance.title,
        simulated=word("simulated", language) if provenance.simulated else "",
        stamp=" ".join(stamp(result, language)),
        headlines=tuple(headlines(result, language)),
        method=tuple(method_sentences(result, language)),
        references=tuple(references(result)),
        sections=tuple(_sections(result, language, plots)),
        doubts=_said(result, "doubt", language),
        steps=_said(result, "note", language),
        tests=tuple(
            word("test-line", language, name=word(t.name, language), error=f"{t.error:.1e}",
                 allowed=f"{t.allowed:.0e}")
            for t in result.self_tests
        ),
        inputs=tuple(f"{name} {digest}" for name, digest in provenance.inputs.items()),
        version=provenance.versions["resilmeter"],
        fingerprint=provenance.fingerprint,
    )  # fmt: skip


def _said(result: Result, level: str, language: Language) -> tuple[str, ...]:
    return tuple(p.text(language) for p in result.findings if p.level == level)


def _sections(result: Result, language: Language, plots: dict[str, Figure]) -> Iterable[Section]:
    """Prepare the sections, numbering tables and figures through."""
    count = {"table": 0, "figure": 0}
    for key, items in contents(result, language):
        blocks = [_block(_warned(result, item, language), plots, language, count) for item in items]
        shown = tuple(block for block in blocks if block is not None)
        if shown:
            yield Section(key=key, title=word(key, language), blocks=shown)


def _warned(result: Result, item: Item, language: Language) -> Item:
    """Say beside a table by period that its rows cannot be compared, where they cannot."""
    comparable = result.scores.comparable_over_time
    if comparable or not isinstance(item, PrintTable) or item.key not in BY_PERIOD:
        return item
    return replace(item, note=f"{word('not-comparable', language)} {item.note}".strip())


def _block(
    item: Item, plots: dict[str, Figure], language: Language, count: dict[str, int]
) -> Block | None:
    """Give a table or a figure its number."""
    if isinstance(item, Paragraph):
        return item
    if isinstance(item, PrintTable):
        count["table"] += 1
        label = word("table-label", language, number=count["table"])
        return NumberedTable(label=label, table=aligned(item))
    if item is None or item not in plots:
        return None
    count["figure"] += 1
    caption = word(f"figure-{item}", language)
    return NumberedFigure(
        label=word("figure-label", language, number=count["figure"]),
        caption=caption,
        alt=word("alt-figure", language, caption=caption, table=TABLE_OF_FIGURE[item]),
        name=item,
        figure=plots[item],
    )
