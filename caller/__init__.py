"""The caller: the page with which a clerk calls the next ticket.

Knows the hub by `server.client` and `server.protocol` only.
"""
