"""A window's desk as a device sees it: what may be done, what it is called, its live view, one act at a time.

Keypads and the terminal share it. Rules are the hub's; here is only what keeps a press from meaning another ticket.
"""
