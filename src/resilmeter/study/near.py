"""Where the study of a finished run may lie."""

from __future__ import annotations

from pathlib import Path


def folders_near(out: Path) -> list[Path]:
    """List the folders around an output and the current one, and one level below these.

    Parameters
    ----------
    out : Path
        Folder that a run wrote.

    Returns
    -------
    list of Path
        Each once, the nearest first; hidden ones are left out.
    """
    bases = (out.resolve().parent, Path.cwd())
    below = (_within(base) for base in bases)
    return list(dict.fromkeys((*bases, *(folder for folders in below for folder in folders))))


def _within(base: Path) -> list[Path]:
    """List the folders in a folder; none where it is not there or not ours to read."""
    try:
        return sorted(f for f in base.iterdir() if f.is_dir() and not f.name.startswith("."))
    except OSError:
        return []
