"""The past over HTTP: lives, reasons, replay, audit; folded in a process beside the hub."""
