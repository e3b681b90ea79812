"""Slots to reserve, who may, how a reservation is kept, what the hall promises. Pure."""
