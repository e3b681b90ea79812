"""Card readers, scanners and what else says at a kiosk who stands there.

Frames and cards are pure; a reader says what it read to the desk, which tells the hub. What was read is never logged.
"""
