"""Devices over HTTP: registry and orders, pairing, the opening self-check, readers, recordings, words at a window."""
