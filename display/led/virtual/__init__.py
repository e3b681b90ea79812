"""Virtual LED cards: they enter by the same door as real ones, keep what is lit in a folder, and fail on command.

They read frames by code of their own, strict on escapes, lengths and checks, so that a driver's mistake is seen.
"""
