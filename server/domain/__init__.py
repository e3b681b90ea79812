"""The hall's rules, pure: stdlib only, no clock, no I/O, no randomness; `now`, facts and ids are arguments."""
