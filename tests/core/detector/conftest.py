"""The classic data set of the method, and tables of random strata."""

import csv

import numpy as np
import pytest


@pytest.fixture(scope="session")
def villages(shared):
    """Incidence and three drivers of 185 villages; soil 1..5 and so on become codes from 0."""
    with shared("oracles/geodetector_ntd_185.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    drivers = {
        name: np.unique([int(row[name]) for row in rows], return_inverse=True)[1]
        for name in ("watershed", "soiltype", "elevation")
    }
    return np.array([float(row["incidence"]) for row in rows]), drivers


@pytest.fixture(scope="session")
def vegetation(shared):
    """Vegetation change and six drivers of 713 cells, two of them categories."""
    with shared("data/drivers/ndvi_40.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    drivers = {
        name: np.array([float(row[name]) for row in rows])
        for name in ("Tempchange", "Precipitation", "GDP", "Popdensity")
    }
    for name in ("Climatezone", "Mining"):
        drivers[name] = np.unique([row[name] for row in rows], return_inverse=True)[1]
    return np.array([float(row["NDVIchange"]) for row in rows]), drivers
