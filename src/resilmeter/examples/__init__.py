"""Example studies, one per seed paper: real frameworks, simulated cities."""

from importlib.resources import files
from pathlib import Path
from typing import Final

from resilmeter.errors import OutputError, UsageError, problem
from resilmeter.examples.drivers import drivers_csv
from resilmeter.examples.panel import panel_csv
from resilmeter.examples.recipe import parse_recipe
from resilmeter.examples.simulate import simulate

__all__ = ["EXAMPLES", "write_example"]

EXAMPLES: Final[tuple[str, ...]] = ("seed-000", "seed-001", "seed-002")

_FILES: Final = ("study.toml", "indicators.csv", "panel.csv", "README.md")
_SIMULATED: Final = frozenset({"panel.csv", "drivers.csv"})


def write_example(name: str, folder: Path) -> list[Path]:
    """Write one example study into a folder, which is created when missing.

    Parameters
    ----------
    name : str
        One of `EXAMPLES`.
    folder : Path
        Where to write `study.toml`, `indicators.csv`, `panel.csv`, `README.md` and, for an example
        with drivers, `drivers.csv`.

    Returns
    -------
    list of Path
        The files, in that order; the same bytes for the same name every time.

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
    ['study.toml', 'indicators.csv', 'panel.csv', 'README.md', 'drivers.csv']
    """
    if name not in EXAMPLES:
        raise UsageError(problem("unknown-example", given=name, allowed=EXAMPLES))
    texts = _texts(name)
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
    room = files(__name__) / name.replace("-", "_")
    stored = {
        file: "" if file in _SIMULATED else (room / file).read_text(encoding="utf-8")
        for file in _FILES
    }
    recipe = parse_recipe(
        (room / "recipe.toml").read_text(encoding="utf-8"), stored["indicators.csv"]
    )
    values = simulate(recipe)
    drivers = {"drivers.csv": drivers_csv(recipe, values)} if recipe.drivers else {}
    return stored | {"panel.csv": panel_csv(recipe, values)} | drivers
