"""Maps: Axes in, Axes out; classes are fixed once for all panels of a figure."""

from resilmeter.present.maps.choices import MapChoices
from resilmeter.present.maps.classes import MapClasses, map_classes
from resilmeter.present.maps.plot import plot_categories, plot_map, plot_maps

__all__ = ["MapChoices", "MapClasses", "map_classes", "plot_categories", "plot_map", "plot_maps"]
