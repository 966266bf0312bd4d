"""Space: who neighbours whom, where scores cluster, and where their weight lies."""

from resilmeter.analyze.spatial.autocorrelation import Clusters, clusters
from resilmeter.analyze.spatial.gravity import gravity
from resilmeter.analyze.spatial.record import Space
from resilmeter.analyze.spatial.weights import RULES, Rule, SpatialWeights, spatial_weights

__all__ = [
    "RULES",
    "Clusters",
    "Rule",
    "Space",
    "SpatialWeights",
    "clusters",
    "gravity",
    "spatial_weights",
]
