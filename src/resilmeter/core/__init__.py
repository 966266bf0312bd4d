"""Kernels: float arrays in, arrays or frozen records out; no labels, no files, no state."""
