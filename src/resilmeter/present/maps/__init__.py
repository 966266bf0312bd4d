"""Maps: Axes in, Axes out; classes are fixed once for all panels of a figure."""
