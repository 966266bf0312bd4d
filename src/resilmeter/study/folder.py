"""Replace an output folder as a whole: the new one is complete before the old one goes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from resilmeter.errors import OutputError, problem

# What a run and its reports leave behind; a folder that holds anything else is not replaced.
ENTRIES = frozenset({
    "run.json", "report.html", "tables", "tables.xlsx", "figures", "report.docx", "report.tex",
    "report-figures", "report.xlsx",
})  # fmt: skip


def refuse_folder(out: Path) -> None:
    """Refuse to replace anything that resilmeter did not write.

    Parameters
    ----------
    out : Path
        Where the output is to go.

    Raises
    ------
    OutputError
        Not a folder, a link, a mount point, the current folder, unreadable, or holding something
        that a run does not leave behind, by name.
    """
    where = {"file": str(out)}
    try:
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise OutputError(problem("cannot-write", where, detail="not a folder"))
        if not out.is_dir():
            return
        if out.resolve() == Path.cwd() or os.path.ismount(out):
            raise OutputError(problem("cannot-write", where, detail="in use"))
        entries = {entry.name for entry in out.iterdir()}
        ours = _written_by_us(out / "run.json")
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", where, detail=detail)) from None
    strangers = sorted(entries - ENTRIES) if ours else sorted(entries)
    if strangers:
        raise OutputError(problem("not-our-output", where, strangers=strangers[:8]))


def _written_by_us(record: Path) -> bool:
    try:
        content = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and {"fingerprint", "study", "versions"} <= content.keys()


@contextmanager
def replaced_whole(out: Path) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of `out` once it is complete.

    What a killed run left beside `out` is put right first: an old output that lost its place comes
    back, half-written ones go.
    """
    refuse_folder(out)
    made = [folder for folder in (out.parent, *out.parent.parents) if not folder.exists()]
    # The name is known before the folder exists: an interruption at any moment can clear it up.
    new = out.with_name(f".{out.name}.new-{os.getpid()}")
    try:
        with reported(out):
            out.parent.mkdir(parents=True, exist_ok=True)
            _recover(out)
            new.mkdir()
        yield new
        with reported(out):
            _swap(new, out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


@contextmanager
def reported(out: Path) -> Iterator[None]:
    """Say in plain words that the output cannot be written."""
    try:
        yield
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", {"file": str(out)}, detail=detail)) from error


def _swap(new: Path, out: Path) -> None:
    """Rename the new folder into place; put the old one back if that fails."""
    if not out.exists():
        new.rename(out)
        return
    old = out.with_name(f".{out.name}.old-{os.getpid()}")
    try:
        out.rename(old)
        new.rename(out)
    except BaseException:
        if old.exists() and not out.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _recover(out: Path) -> None:
    """Clear up after runs that were killed; those still running keep their folders."""
    for kind in ("old", "new"):
        for left in sorted(out.parent.glob(f".{out.name}.{kind}-*")):
            process = left.name.rpartition(f".{kind}-")[2].partition("-")[0]
            if process.isdigit() and int(process) != os.getpid() and _alive(int(process)):
                continue
            if kind == "old" and not out.exists():
                left.rename(out)
            else:
                shutil.rmtree(left, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
