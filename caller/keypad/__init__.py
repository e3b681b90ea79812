"""Hardware callers: the RS-485 keypads of a line with their raters, and USB numeric pads.

Bytes and key sequences are pure; threads, serial lines and the hub are beside them.
"""
