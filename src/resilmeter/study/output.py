"""Write what a run leaves behind: all of it or nothing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from resilmeter.errors import OutputError, Problem, problem
from resilmeter.present import figures, headlines, tables, write_workbook
from resilmeter.present.report import render
from resilmeter.present.save import save_figures
from resilmeter.present.words import languages
from resilmeter.result import Result

Progress = Callable[[str], None]


def _silent(stage: str) -> None:
    del stage


def write(result: Result, out: str | Path, progress: Progress = _silent) -> Path:
    """Write tables, workbook, figures, report and run.json into a folder, all or nothing.

    Parameters
    ----------
    result : Result
        What a study led to.
    out : str or Path
        Folder; an earlier output of resilmeter there is replaced as a whole at the very end, so an
        interrupted run leaves it untouched.
    progress : callable
        Called with the name of each stage as it begins.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    OutputError
        The folder cannot be written, or holds something that resilmeter did not write.
    """
    out = Path(out)
    with replaced_whole(out) as folder:
        write_all(result, folder, progress)
    return out


def write_all(result: Result, folder: Path, progress: Progress) -> None:
    """Fill an empty folder with everything a run leaves behind."""
    shown = result.provenance.study["present"]
    progress("tables")
    tidy = tables(result)
    (folder / "tables").mkdir()
    for name, table in tidy.items():
        table.to_csv(folder / "tables" / f"{name}.csv", index=False, lineterminator="\n")
    if shown["workbook"]:
        write_workbook(result, tidy, folder / "tables.xlsx")
    progress("figures")
    drawn = {code: figures(result, code) for code in languages(shown["language"])}
    doubts = save_figures(result, drawn, folder / "figures")
    progress("report")
    (folder / "report.html").write_text(render(result, drawn), encoding="utf-8")
    text = json.dumps(_record(result, doubts), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "run.json").write_text(text + "\n", encoding="utf-8")


def _record(result: Result, doubts: list[Problem]) -> dict[str, object]:
    """Everything needed to repeat and to trust a run; no clock, no path, no machine."""
    provenance = result.provenance
    return {
        "title": provenance.title,
        "simulated": provenance.simulated,
        "study": provenance.study,
        "seed": provenance.study["seed"],
        "inputs": provenance.inputs,
        "versions": provenance.versions,
        "fingerprint": provenance.fingerprint,
        "headlines": headlines(result, "en"),
        "findings": [
            {"level": p.level, "rule": p.key, "text": p.text()} for p in (*result.findings, *doubts)
        ],
        "self_tests": [
            {"name": t.name, "error": t.error, "allowed": t.allowed} for t in result.self_tests
        ],
    }


@contextmanager
def replaced_whole(out: Path) -> Iterator[Path]:
    """Give a new folder to fill, and put it in the place of `out` once it is complete."""
    refuse_folder(out)
    where = {"file": str(out)}
    made = [folder for folder in (out.parent, *out.parent.parents) if not folder.exists()]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        new = Path(mkdtemp(prefix=f".{out.name}.new-", dir=out.parent))
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", where, detail=detail)) from None
    try:
        new.chmod(0o755)
        yield new
        _swap(new, out)
    except OSError as error:
        detail = error.strerror or str(error)
        raise OutputError(problem("cannot-write", where, detail=detail)) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
        for folder in made:
            if folder.is_dir() and not any(folder.iterdir()):
                folder.rmdir()


def refuse_folder(out: Path) -> None:
    """Refuse to replace anything that resilmeter did not write."""
    where = {"file": str(out)}
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError(problem("cannot-write", where, detail="not a folder"))
    if out.is_dir() and any(out.iterdir()) and not (out / "run.json").is_file():
        raise OutputError(problem("not-our-output", where))


def _swap(new: Path, out: Path) -> None:
    """Rename the new folder into place; put the old one back if that fails."""
    if not out.exists():
        new.rename(out)
        return
    old = Path(mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
    out.rename(old / out.name)
    try:
        new.rename(out)
    except BaseException:
        (old / out.name).rename(out)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
