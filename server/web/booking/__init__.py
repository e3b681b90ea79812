"""Reservations over HTTP: rows, bodies and answers."""
