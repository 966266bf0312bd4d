"""Figures: matplotlib Axes in, Axes out, and files that are the same each time."""
