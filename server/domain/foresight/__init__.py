"""Who will come on a date, how many windows keep a target, which to open. Pure."""
