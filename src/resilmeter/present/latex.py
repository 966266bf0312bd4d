"""The report as LaTeX to paste into a paper: booktabs, threeparttable, nothing compiled here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from unicodedata import east_asian_width, normalize

from resilmeter.present.document import Block, Document, NumberedFigure, NumberedTable
from resilmeter.present.fonts import has_chinese
from resilmeter.present.layout import ILLEGAL, LARGEST, NUMBER, STAR, TOTAL, Cell, PrintTable

# Longer tables run over pages.
MOST_ROWS = 40
# What fits on a page of 16 cm that stands upright, in points: letters and columns of small type.
UPRIGHT, LETTER, BETWEEN = 453, 3.7, 12
# Tables wider than this are turned: made narrower to fit, their letters could not be read.
SMALLEST = 1.5 * UPRIGHT
# A tall figure leaves room for its caption on the same page.
PICTURE = r"width=\textwidth,height=0.8\textheight,keepaspectratio"
# Every character that LaTeX reads as anything but itself: brackets and stars after the end of a
# row, hyphens and quotes where two of them would join into another character.
ESCAPES = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "%": r"\%",
    "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "[": "{[}",
    "]": "{]}", "*": "{*}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\textquotedbl{}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}", "--": "-{}-",
    "\u2212": "$-$", "²": r"\textsuperscript{2}", "³": r"\textsuperscript{3}", "\n": " ",
    "\t": " ",
}  # fmt: skip
# Signs that the fonts of LaTeX have in formulas only; elsewhere they would vanish without a word.
SMALL = ("alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi . pi rho"
         " varsigma sigma tau upsilon varphi chi psi omega")  # fmt: skip
LARGE = {"Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi",
         "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega"}  # fmt: skip
SIGNS = {"∞": "infty", "≤": "leq", "≥": "geq", "≈": "approx", "≠": "neq", "∑": "sum",
         "√": "surd", "′": "prime"}  # fmt: skip
ESCAPES |= {sign: f"$\\{name}$" for sign, name in (LARGE | SIGNS).items()}
ESCAPES |= {chr(0x3B1 + n): f"$\\{name}$" for n, name in enumerate(SMALL.split()) if name != "."}
ESCAPES |= {"ο": "o", "℃": r"\textcelsius{}"}
# Roman numerals as single signs, which no Latin font of LaTeX has: written with letters.
ESCAPES |= {chr(n): normalize("NFKC", chr(n)) for n in range(0x2160, 0x2180)}
# Raised and lowered signs beyond ² and ³, as in 10⁴, d⁻¹ and PM₂.₅: the fonts have none of them.
RAISED, LOWERED = "⁰⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
ESCAPES |= {
    sign: f"\\text{where}script{{{normalize('NFKC', sign).replace(chr(0x2212), '$-$')}}}"
    for signs, where in ((RAISED, "super"), (LOWERED, "sub"))
    for sign in signs
}
SPECIAL = re.compile("|".join(map(re.escape, ESCAPES)))
# A DOI may break after each slash and full stop.
DOI, BREAK = re.compile(r"doi:\S+"), re.compile(r"[/.](?!$)")
PREAMBLE = r"""% Compile with XeLaTeX.
\documentclass[a4paper]{{article}}
\usepackage[margin=2.5cm]{{geometry}}
{chinese}\usepackage{{booktabs,threeparttable,longtable,pdflscape,adjustbox,graphicx,textcomp}}
\usepackage{{fontspec,rotating}}
\usepackage[section]{{placeins}} % tables and figures stay in their sections
\usepackage[normalem]{{ulem}} % \uuline: double underline
\emergencystretch=3em
% Names in other scripts than Latin and Chinese need a font that has them: then take the mark away.
% \setmainfont{{CMU Serif}}
\tracinglostchars=2 % letters that the font lacks are named as they are left out
\begin{{document}}
"""
CHINESE = "\\usepackage[scheme=plain]{ctex}\n"


def latex_text(documents: Sequence[Document], folder: str) -> str:
    """Write the report as LaTeX.

    Parameters
    ----------
    documents : sequence of Document
        What to say, one a language.
    folder : str
        Name of the folder beside the file that holds the figures as PDF, of plain letters.

    Returns
    -------
    str
        A document for XeLaTeX; Chinese text goes through the package ctex.
    """
    body = "\n\\clearpage\n".join("\n\n".join(_lines(d, folder)) for d in documents)
    chinese = any(d.language == "zh" for d in documents) or has_chinese(body)
    head = PREAMBLE.format(chinese=CHINESE if chinese else "")
    return f"{head}{body}\n\\end{{document}}\n"


def escaped(text: str) -> str:
    r"""Write a text so that LaTeX prints it as it stands.

    >>> escaped("100 % of A_1 & {b}")
    '100 \\% of A\\_1 \\& \\{b\\}'
    """
    return SPECIAL.sub(lambda found: ESCAPES[found[0]], ILLEGAL.sub("", text))


def _lines(document: Document, folder: str) -> Iterator[str]:
    """Write one language, paragraph by paragraph."""
    yield "\\setcounter{table}{0}\\setcounter{figure}{0}\\setcounter{section}{0}"
    yield f"\\renewcommand{{\\tablename}}{{{document.word('called-table')}}}"
    yield f"\\renewcommand{{\\figurename}}{{{document.word('called-figure')}}}"
    yield f"\\section*{{{escaped(document.title)}}}"
    if document.simulated:
        yield f"\\textbf{{{escaped(document.simulated)}}}"
    yield _section(document.word("section-findings"))
    yield _items(document.headlines)
    yield _section(document.word("section-method"))
    yield escaped(document.paragraph)
    for section in document.sections:
        yield _section(section.title)
        for block in section.blocks:
            yield _block(block, document, folder)
    yield _section(document.word("section-doubts"))
    yield _items((*document.doubts, *document.steps) or (document.word("none"),))
    yield _section(document.word("section-references"))
    sources = _items(document.references or (document.word("none"),))
    yield DOI.sub(lambda found: BREAK.sub(r"\g<0>\\allowbreak{}", found[0]), sources)
    yield f"{{\\footnotesize {escaped(document.footer)}\\par}}"


def _section(title: str) -> str:
    return f"\\section{{{escaped(title)}}}"


def _items(lines: Sequence[str]) -> str:
    return "\n".join(
        ["\\begin{itemize}", *(f"\\item {escaped(x)}" for x in lines), "\\end{itemize}"]
    )


def _block(block: Block, document: Document, folder: str) -> str:
    """Write a table, a figure or a sentence; LaTeX gives the same numbers."""
    if isinstance(block, NumberedTable):
        return table_tex(block.table, document.language, document.stamp)
    if isinstance(block, NumberedFigure):
        return (
            "\\begin{figure}[htbp]\n\\centering\n"
            f"\\includegraphics[{PICTURE}]{{{folder}/{document.language}-{block.name}.pdf}}\n"
            f"\\caption{{{escaped(block.caption)}}}\n"
            f"\\label{{fig:{document.language}:{block.name}}}\n\\end{{figure}}"
        )
    return escaped(block.text)


def table_tex(table: PrintTable, language: str, stamp: str) -> str:
    """Write one table with its caption above and its notes below.

    Parameters
    ----------
    table : PrintTable
        A table; one of many rows becomes a `longtable`, which runs over pages.
    language : str
        Part of its label, `tab:en:weights`.
    stamp : str
        What the table rests on, the last of its notes.

    Returns
    -------
    str
    """
    title = f"\\caption{{{escaped(table.caption)}}}\\label{{tab:{language}:{table.key}}}"
    notes = [escaped(line) for line in (table.note, stamp) if line]
    columns, head = _columns(table), _head(table)
    body = "\n".join(_row(row, table.width) for row in table.rows)
    if len(table.rows) > MOST_ROWS:
        below = "\n\n".join(f"{{\\footnotesize {note}\\par}}" for note in notes)
        long = (
            f"{{\\scriptsize\n\\begin{{longtable}}{{{columns}}}\n{title}\\\\\n\\toprule\n{head}\n"
            f"\\endfirsthead\n\\toprule\n{head}\n\\endhead\n{body}\n\\bottomrule\n"
            f"\\end{{longtable}}}}\n\n{below}"
        )
        turned = f"\\begin{{landscape}}\n{long}\n\\end{{landscape}}"
        return turned if _width(table) > UPRIGHT else long
    below = "\n".join(f"\\item {note}" for note in notes)
    kind, side = ("sidewaystable", "width") if _width(table) > SMALLEST else ("table", "height")
    place = "" if kind == "sidewaystable" else "[htbp]"
    most = f"max width=\\linewidth, max totalheight=0.95\\text{side}"
    return (
        f"\\begin{{{kind}}}{place}\n\\centering\n\\begin{{adjustbox}}{{{most}}}\n"
        f"\\begin{{threeparttable}}\n{title}\n\\footnotesize\n"
        f"\\begin{{tabular}}{{{columns}}}\n\\toprule\n{head}\n{body}\n\\bottomrule\n\\end{{tabular}}\n"
        f"\\begin{{tablenotes}}[flushleft]\\footnotesize\n{below}\n\\end{{tablenotes}}\n"
        f"\\end{{threeparttable}}\n\\end{{adjustbox}}\n\\end{{{kind}}}"
    )


def _width(table: PrintTable) -> float:
    """Estimate the width of a table in points, in small type."""
    whole = [row for row in (table.header[-1], *table.rows) if len(row) == table.width]
    letters = sum(max(map(_letters, column)) for column in zip(*whole, strict=True))
    return letters * LETTER + table.width * BETWEEN


def _letters(cell: Cell) -> int:
    """Count the letters of a cell; a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in cell.shown)


def _columns(table: PrintTable) -> str:
    """Align columns as the cells of the last heading row."""
    return "".join("r" if NUMBER in cell.marks else "l" for cell in table.header[-1])


def _head(table: PrintTable) -> str:
    """Write the heading rows: thin rules under spanning cells, one rule under all."""
    lines = []
    for cells in table.header[:-1]:
        lines.append(_row(cells, table.width))
        start = 1
        for cell in cells:
            end = start + cell.span - 1
            lines += [f"\\cmidrule(lr){{{start}-{end}}}"] if cell.span > 1 else []
            start = end + 1
    return "\n".join([*lines, _row(table.header[-1], table.width), "\\midrule"])


def _row(cells: Sequence[Cell], width: int) -> str:
    missing = width - sum(cell.span for cell in cells)
    return " & ".join([*map(_cell, cells), *[""] * missing]) + r" \\"


def _cell(cell: Cell) -> str:
    """Write a cell with its marks."""
    text = escaped(cell.text)
    if LARGEST in cell.marks:
        text = f"\\uuline{{{text}}}"
    if TOTAL in cell.marks:
        text = f"\\textbf{{{text}}}"
    text += "*" if STAR in cell.marks else ""
    return text if cell.span == 1 else f"\\multicolumn{{{cell.span}}}{{{_side(cell)}}}{{{text}}}"


def _side(cell: Cell) -> str:
    return "l" if TOTAL in cell.marks else "c"
