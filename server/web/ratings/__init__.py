"""Ratings, their cases, cards and matters over HTTP."""
