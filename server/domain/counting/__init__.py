"""What figures are counted from, and the figures: legs, shifts, closures, limits of what is unusual. Pure."""
