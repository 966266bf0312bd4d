"""The command: says what the library does; holds no number and no method name."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated, Literal

import typer

from resilmeter.catalogue import Language
from resilmeter.errors import ResilmeterError


class Interrupted(BaseException):
    """The user or the system asked the command to stop."""


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Measure how resilient cities are, and why they differ.",
)
StudyFile = Annotated[Path, typer.Argument(help="The study file (TOML).")]
Overrides = Annotated[
    list[str] | None, typer.Option("--set", help="Change a key of the study: KEY=VALUE.")
]
Circular = Annotated[
    bool, typer.Option("--allow-circular", help="Allow drivers that are part of the index.")
]
Format = Literal["docx", "tex", "xlsx", "html"]
Tongues = Literal["en", "zh", "both"]
Tongue = Annotated[Language, typer.Option("--language", help="Language of messages.")]


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(help="Folder to write the study into.")],
    like: Annotated[
        str,
        typer.Option(help="What to follow: seed-000, seed-001, seed-002, audit-001, audit-002."),
    ] = "seed-001",
    language: Tongue = "en",
) -> None:
    """Write an example to start from: a study with simulated data, or an audit of a paper."""
    with _refusals(language):
        from resilmeter.study import new_study

        for path in new_study(folder, like):
            typer.echo(path)


@app.command()
def check(
    study: StudyFile,
    overrides: Overrides = None,
    allow_circular: Circular = False,
    language: Tongue = "en",
    everything: Annotated[
        bool, typer.Option("--all", help="List every problem, however many of a kind.")
    ] = False,
) -> None:
    """Say every problem of study and data at once; change nothing."""
    with _refusals(language, everything=everything):
        from resilmeter.present.console import print_check
        from resilmeter.study import check_study

        found = check_study(study, _changes(overrides, allow_circular))
        print_check(found, language, everything=everything)
    raise typer.Exit(0 if found.ok else 1)


@app.command()
def run(
    study: StudyFile,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results.")] = Path("out"),
    overrides: Overrides = None,
    allow_circular: Circular = False,
    language: Tongue = "en",
) -> None:
    """Run a study: write tables, figures and report into a folder."""
    with _refusals(language):
        from resilmeter.present.console import print_run, print_table_run, stages
        from resilmeter.result import Result
        from resilmeter.study import run_into

        with stages(language) as (progress, counted):
            result = run_into(study, out, _changes(overrides, allow_circular), progress, counted)
        if isinstance(result, Result):
            print_run(result, out)
        else:
            print_table_run(result.provenance, result.engine, result.answers.rows, out)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="Folder that a run wrote.")],
    form: Annotated[
        Format | None, typer.Option("--format", help="Format; that of FILE, else docx.")
    ] = None,
    language: Annotated[
        Tongues | None, typer.Option(help="Language; the study's own if left out.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("-o", "--file", help="File to write; OUT/report.FORMAT if not.")
    ] = None,
    inputs: Annotated[
        Path | None,
        typer.Option(help="Folder of the study file; looked for near OUT if left out."),
    ] = None,
) -> None:
    """Write the report of a finished run as Word, LaTeX, Excel or HTML; repeats the run for it."""
    spoken: Language = "zh" if language == "zh" else "en"
    with _refusals(spoken):
        from resilmeter.present.console import print_doubts, stages
        from resilmeter.present.report import report as write_report
        from resilmeter.present.report import report_file
        from resilmeter.study import repeat

        path = report_file(out, file, form)
        with stages(spoken) as (progress, counted):
            result, doubts = repeat(out, inputs, progress, counted)
            progress("report")
            write_report(result, path, language)
        print_doubts(doubts, spoken)
        typer.echo(path)


@app.command()
def audit(
    folder: Annotated[Path, typer.Argument(help="Folder with paper.toml and its tables.")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for the audit; FOLDER if left out.")
    ] = None,
    language: Tongue = "en",
) -> None:
    """Hold a paper's printed tables beside each other; fail if some cannot be."""
    with _refusals(language):
        from resilmeter.auditing import audit as judge
        from resilmeter.auditing import read_paper, write_audit
        from resilmeter.present.console_audit import print_audit

        paper = read_paper(folder)
        findings = judge(paper)
        print_audit(findings, write_audit(paper, findings, out or folder), language)
    raise typer.Exit(int(any(found.verdict == "cannot-be" for found in findings)))


@app.command()
def vary(
    study: StudyFile,
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results.")] = Path("out"),
    over: Annotated[
        list[str] | None, typer.Option("--over", help="A key and the values to try: KEY=A,B.")
    ] = None,
    overrides: Overrides = None,
    drop_indicators: Annotated[
        bool, typer.Option("--drop-indicators", help="Leave out each indicator in turn.")
    ] = False,
    drop_dimensions: Annotated[
        bool, typer.Option("--drop-dimensions", help="Leave out each dimension in turn.")
    ] = False,
    samples: Annotated[
        int | None, typer.Option(help="Random variants, with noise on the weights.")
    ] = None,
    imputations: Annotated[
        int | None, typer.Option(help="Imputations of filled cells among the random variants.")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the random variants.")] = None,
    language: Tongue = "en",
) -> None:
    """Run a study and try other choices: what of its ranking and its sentences survives."""
    with _refusals(language):
        from resilmeter.present.console import print_run, stages
        from resilmeter.result import Result
        from resilmeter.study import run_into, variant_keys

        options = {"drop_indicators": drop_indicators, "drop_dimensions": drop_dimensions,
                   "samples": samples, "imputations": imputations}  # fmt: skip
        keys = variant_keys(study, tuple(over or ()), tuple(overrides or ()), options, seed)
        with stages(language) as (progress, counted):
            result = run_into(study, out, keys, progress, counted)
        if isinstance(result, Result):
            print_run(result, out)


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(help="Folder that a run wrote.")],
    second: Annotated[Path, typer.Argument(help="Folder that another run wrote.")],
    inputs: Annotated[
        list[Path] | None, typer.Option("--inputs", help="Folder of a study, for its input files.")
    ] = None,
    language: Tongue = "en",
) -> None:
    """Say what changed between two runs, and which stage changed the scores."""
    with _refusals(language):
        from resilmeter.present.console_comparison import print_comparison
        from resilmeter.study import compare as compared

        print_comparison(compared(first, second, inputs=inputs or ()), language)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the study file."""
    import json

    from resilmeter.study import Study

    typer.echo(json.dumps(Study.model_json_schema(), indent=2, ensure_ascii=False))


@app.command()
def methods(
    name: Annotated[str, typer.Argument(help="One method; all of them if left out.")] = "",
    language: Tongue = "en",
) -> None:
    """Print formula, source, options and caveats of the methods."""
    with _refusals(language):
        from resilmeter.study.methods import describe

        typer.echo(describe(name))


@app.command()
def version() -> None:
    """Print the version."""
    from resilmeter import __version__

    typer.echo(__version__)


def _changes(overrides: list[str] | None, allow_circular: bool) -> tuple[str, ...]:
    """Collect the keys that the command line changes."""
    allowed = ("drivers.circular=allow",) if allow_circular else ()
    return (*(overrides or ()), *allowed)


@contextmanager
def _refusals(language: Language, *, everything: bool = False) -> Iterator[None]:
    """Print a refusal as plain text on stderr and end with its exit code, without a traceback."""
    try:
        yield
    except ResilmeterError as error:
        from resilmeter.present.console import print_refusal

        print_refusal(error, language, everything=everything)
        raise typer.Exit(error.exit_code) from None


def main() -> None:
    """Run the command; an interruption leaves the previous output untouched."""

    def stop(number: int, frame: FrameType | None) -> None:
        """Turn a signal into an interruption."""
        raise Interrupted

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A console that lacks Chinese characters shows question marks instead of failing.
            stream.reconfigure(errors="replace")
    previous = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        app()
    except Interrupted:
        typer.echo("Interrupted; the previous output is untouched.", err=True)
        raise SystemExit(130) from None
    finally:
        for each, handler in previous.items():
            signal.signal(each, handler)
