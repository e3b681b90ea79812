"""Append, follow and read the journal; the rows that hang on it. SQLite through sqlite-utils."""
