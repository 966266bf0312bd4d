"""Name the files that a study reads, and hash them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import chain
from os.path import commonpath
from pathlib import Path
from typing import TYPE_CHECKING

from resilmeter.read.boundaries.files import shape_files
from resilmeter.read.boundaries.verb import BUILT_IN
from resilmeter.study.schema import Study

if TYPE_CHECKING:
    from resilmeter.scale.files import Files

# Keys whose values are names of files.
FILE_KEYS = {"data.panel", "data.indicators", "prepare.normalize.goalposts", "weigh.given",
             "weigh.comparisons", "score.imported"}  # fmt: skip


def input_files(study: Study) -> dict[str, Path]:
    """List the input files of a study by the names it gives them."""
    given = study.weigh.given if isinstance(study.weigh.given, str) else ""
    names = (study.data.panel, study.data.indicators, study.prepare.normalize.goalposts, given,
             *study.weigh.comparisons, study.score.imported, study.drivers.file,
             study.drivers.weights, study.spatial.coordinates,
             study.spatial.matrix)  # fmt: skip
    paths = {name: study.folder / name for name in (*names, *_tried_files(study)) if name}
    return paths | shape_paths(study)


def panel_folder(study: Study) -> Path | None:
    """Name the folder in which every Parquet or CSV file may be a part of the panel.

    That of a panel that is a folder, or of a pattern that goes through folders; None for a single
    file, and for a pattern of files of one folder.
    """
    path = study.folder / study.data.panel
    if path.is_dir():
        return path.resolve()
    steps = path.parent.parts
    first = next((n for n, step in enumerate(steps) if any(sign in step for sign in "*?")), None)
    return None if first is None else Path(*steps[:first]).resolve()


def _tried_files(study: Study) -> Iterator[str]:
    """Name the files that [robustness] tries; a missing one refuses its variants."""
    tried = (values for key, values in study.robustness.over.items() if key in FILE_KEYS)
    for value in chain.from_iterable(tried):
        named = value if isinstance(value, tuple) else (value,)
        files = (name for name in named if isinstance(name, str) and name)
        yield from (name for name in files if (study.folder / name).is_file())


def shape_paths(study: Study) -> dict[str, Path]:
    """List the files of the boundaries; a Shapefile has companions."""
    given = study.data.boundaries
    if not given or given in BUILT_IN:
        return {}
    first = study.folder / given
    folder = Path(given).parent
    return {(folder / path.name).as_posix(): path for path in shape_files(first)}


def hashes(study: Study, files: Files | None = None, *, table: bool = False) -> dict[str, str]:
    """SHA-256 of every input file, by its name in the study.

    Parameters
    ----------
    study : Study
        The study.
    files : Files, optional
        The part files of a panel that is computed as a table.
    table : bool
        True for such a panel; without `files` it is a frame of the user, which has no hash.

    Returns
    -------
    dict of str to str
    """
    named = input_files(study)
    if table:
        named.pop(study.data.panel, None)
    named |= dict(_parts(files, study.folder)) if files else {}
    return {name: _sha256(path) for name, path in named.items()}


def _parts(files: Files, folder: Path) -> Iterator[tuple[str, Path]]:
    """Name part files from the study's folder, else from the folder that holds all of them."""
    root = Path(commonpath([path.parent for path in files.paths]))
    for path in files.paths:
        base = folder if path.is_relative_to(folder) else root
        yield str(path.relative_to(base)), path


def _sha256(path: Path) -> str:
    """Hash a file block by block: a part file need not fit into memory."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
