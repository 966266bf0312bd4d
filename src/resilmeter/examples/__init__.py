"""Example studies, one per seed paper: real frameworks, simulated cities."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from resilmeter.errors import OutputError, UsageError, problem
from resilmeter.examples.drivers import drivers_csv
from resilmeter.examples.panel import panel_csv
from resilmeter.examples.places import places_csv
from resilmeter.examples.recipe import parse_recipe
from resilmeter.examples.simulate import simulate

__all__ = ["AUDITS", "EXAMPLES", "write_example"]

EXAMPLES: Final[tuple[str, ...]] = ("seed-000", "seed-001", "seed-002")
AUDITS: Final[tuple[str, ...]] = ("audit-001", "audit-002")

_FILES: Final = ("study.toml", "indicators.csv", "panel.csv", "README.md")


def write_example(name: str, folder: Path) -> list[Path]:
    """Write one example study into a folder, which is created when missing.

    Parameters
    ----------
    name : str
        One of `EXAMPLES` or `AUDITS`.
    folder : Path
        Where to write: an example its `study.toml`, `indicators.csv`, `panel.csv`, `README.md` and,
        if it has them, `drivers.csv` and `places.csv`; an audit its `paper.toml`, tables and
        `README.md`.

    Returns
    -------
    list of Path
        The files, for an example in that order; the same bytes for the same name every time.

    Raises
    ------
    UsageError
        If there is no example of that name.
    OutputError
        If the folder already holds one of the files or cannot be written; nothing is
        written then.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as place:
    ...     [path.name for path in write_example("seed-000", Path(place) / "study")]
    ['study.toml', 'indicators.csv', 'panel.csv', 'README.md', 'drivers.csv', 'places.csv']
    """
    allowed = (*EXAMPLES, *AUDITS)
    if name not in allowed:
        raise UsageError(problem("unknown-example", given=name, allowed=allowed))
    texts = _texts(name) if name in EXAMPLES else _stored(name)
    paths = [folder / file for file in texts]
    _refuse_existing(paths)
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
    """Return the text of each file of an example; numbers are simulated, the rest is stored."""
    stored = _stored(name)
    recipe = parse_recipe(stored["recipe.toml"], stored["indicators.csv"])
    values = simulate(recipe)
    stored["panel.csv"] = panel_csv(recipe, values)
    more = {"drivers.csv": drivers_csv(recipe, values)} if recipe.drivers else {}
    more |= {"places.csv": places_csv(recipe)} if recipe.groups[0].place else {}
    return {file: stored[file] for file in _FILES} | more


def _stored(name: str) -> dict[str, str]:
    """Return the text of every stored file of an example or an audit."""
    room = files(__name__) / name.replace("-", "_")
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(room.iterdir(), key=lambda file: file.name)
    }
