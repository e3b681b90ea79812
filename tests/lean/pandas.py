"""Stands before pandas for processes that tests start: a hall has none, and sqlite-utils would load it each time."""

raise ImportError("a hall has no pandas")
