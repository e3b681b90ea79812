"""Rows and persons of reservations for a decision, and how the wire shows them."""
