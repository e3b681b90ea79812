"""The terminal: a caller in text, for low-end computers and over SSH. Same acts, keys and words as the page.

What it shows and what a key means is pure; one file knows the terminal itself.
"""
