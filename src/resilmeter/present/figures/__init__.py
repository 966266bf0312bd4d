"""Figures: matplotlib Axes in, Axes out, and files that are the same each time."""

from resilmeter.present.figures.draw import FIGURES, draw_figure, drawable_figures, figures
from resilmeter.present.figures.plot import plot_figure

__all__ = ["FIGURES", "draw_figure", "drawable_figures", "figures", "plot_figure"]
