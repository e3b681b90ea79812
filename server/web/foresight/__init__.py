"""Staffing advice over HTTP, and what-ifs tried in a process beside the hub."""
