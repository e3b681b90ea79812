"""The kiosk: its touchscreen page (`web/`), the slip, and the agent that prints it.

Knows the hub by `server.client` and `server.protocol` only.
"""
