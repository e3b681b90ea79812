"""The displays: the wall's, windows' and phones' pages (`web/`), and the agent that says calls aloud.

Knows the hub by `server.client` and `server.protocol` only.
"""
