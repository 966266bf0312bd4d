"""Example studies, one per seed paper: real frameworks, simulated cities."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from resilmeter.errors import OutputError, UsageError, problem
from resilmeter.examples.panel import panel_csv
from resilmeter.examples.recipe import parse_recipe
from resilmeter.examples.simulate import simulate

__all__ = ["EXAMPLES", "write_example"]

EXAMPLES: Final[tuple[str, ...]] = ("seed-000", "seed-001", "seed-002")

_FILES: Final = ("study.toml", "indicators.csv", "panel.csv", "README.md")


def write_example(name: str, folder: Path) -> list[Path]:
    """Write one example study into a folder, which is created when missing.

    Parameters
    ----------
    name : str
        One of `EXAMPLES`.
    folder : Path
        Where to write `study.toml`, `indicators.csv`, `panel.csv` and `README.md`.

    Returns
    -------
    list of Path
        The four files, in that order; the same bytes for the same name every time.

    Raises
    ------
    UsageError
        If there is no example of that name.
    OutputError
        If the folder already holds one of the four files or cannot be written; nothing is
        written then.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     [path.name for path in write_example("seed-000", Path(place) / "study")]
    ['study.toml', 'indicators.csv', 'panel.csv', 'README.md']
    """
    if name not in EXAMPLES:
        raise UsageError(problem("unknown-example", given=name, allowed=EXAMPLES))
    paths = [folder / file for file in _FILES]
    _refuse_existing(paths)
    texts = _texts(name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in paths:
            path.write_bytes(texts[path.name].encode())
    except OSError as error:
        where = {"file": str(folder)}
        raise OutputError(problem("cannot-write", where, detail=error.strerror or "")) from None
    return paths


def _refuse_existing(paths: list[Path]) -> None:
    """Refuse to overwrite: the files there may be a user's own work."""
    held = [path.name for path in paths if path.exists()]
    if held:
        where = {"file": str(paths[0].parent)}
        raise OutputError(problem("files-in-the-way", where, files=held))


def _texts(name: str) -> dict[str, str]:
    """Return the text of each file of an example; the panel is simulated, the rest is stored."""
    room = files(__name__) / name.replace("-", "_")
    stored = {
        file: (room / file).read_text(encoding="utf-8") for file in _FILES if file != "panel.csv"
    }
    recipe = parse_recipe(
        (room / "recipe.toml").read_text(encoding="utf-8"), stored["indicators.csv"]
    )
    return {**stored, "panel.csv": panel_csv(recipe, simulate(recipe))}
