"""`python -m server.simulate`: a trial in a process of its own, so that the hub goes on; the hub starts it.

Reads a pickled (trial, seeds, fewest, seconds) from standard input, which only the hub writes, and prints a line of
JSON as each run is done; beyond the fewest it begins none that it could not end in time.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time

from server.simulate.trial import pairs

NICE = 10


def main() -> None:
    os.nice(NICE)
    begun = time.monotonic()
    trial, seeds, fewest, seconds = pickle.load(sys.stdin.buffer)
    longest = last = 0.0
    for done, (before, after) in enumerate(pairs(trial, seeds), 1):
        print(json.dumps([before, after]), flush=True)
        spent = time.monotonic() - begun
        longest, last = max(longest, spent - last), spent
        if done >= fewest and spent + longest > seconds:
            break


if __name__ == "__main__":
    main()
