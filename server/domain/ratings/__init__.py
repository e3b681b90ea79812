"""How visits are rated, the steps of a bad rating's case, cards and dated matters. Pure."""
