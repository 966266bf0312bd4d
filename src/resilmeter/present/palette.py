"""Colours, markers and sizes that all figures share."""

from __future__ import annotations

# Okabe and Ito's colours, told apart by readers with any colour vision; black text on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7F7F7F", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
DASHES = ("-", "--", "-.", ":")
BAR = "#9DB7D5"
# Blue for minus, red for plus, white for none: told apart by readers with any colour vision.
DIVERGING = "RdBu_r"
# From light to dark, its lightness falling all the way.
SEQUENTIAL = "YlGnBu"
WIDTH, HEIGHT = 6.3, 3.4
