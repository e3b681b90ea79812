"""Ticket printers. `device` is the printer as the agent sees it, `door` opens one by URL, the rest are pipes.

A pipe carries bytes and status answers and knows nothing of slips; `commands` knows ESC/POS and no pipe.
"""
