"""Printed tables: a neutral model of cells and marks, and one table a function."""
