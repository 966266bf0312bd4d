"""Example studies: write one into a folder, or load its panel."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from resilmeter.errors import UsageError, problem
from resilmeter.examples import EXAMPLES, write_example
from resilmeter.panel import Panel
from resilmeter.study.inputs import read_study_panel
from resilmeter.study.schema import Study


def new_study(folder: str | Path, like: str = "seed-001") -> list[Path]:
    """Write an example to start from: a study with simulated data, or an audit of a paper.

    Parameters
    ----------
    folder : str or Path
        Where to write; made if it is not there.
    like : {"seed-000", "seed-001", "seed-002", "audit-001", "audit-002"}
        Which paper's indicator system to follow, or which paper's printed tables to audit.

    Returns
    -------
    list of Path
        The files written: study.toml, indicators.csv, panel.csv, README.md; for an audit
        paper.toml, its tables and README.md.

    Raises
    ------
    UsageError
        An unknown example.
    OutputError
        Files in the way, or a folder that cannot be written.
    """
    return write_example(like, Path(folder))


@cache
def example(name: str = "seed-001") -> Panel:
    """Load the simulated panel of an example study.

    Parameters
    ----------
    name : {"seed-000", "seed-001", "seed-002"}
        Which one.

    Returns
    -------
    Panel
        With a few missing cells, as real panels have.

    Raises
    ------
    UsageError
        An unknown example.

    Examples
    --------
    >>> example("seed-001").group_order
    ('Eastern', 'Central', 'Western', 'Northeastern')
    """
    if name not in EXAMPLES:
        raise UsageError(problem("unknown-example", given=name, allowed=EXAMPLES))
    with TemporaryDirectory() as folder:
        new_study(Path(folder) / name, name)
        return read_study_panel(Study.load(Path(folder) / name / "study.toml"))
