"""Hall profiles: TOML text → plain dict → `Hall`, with every fault told at once and in words.

Nothing here knows the journal, the hub or the network. `server.domain.profile` says what a hall is;
this package says how one is written down, judged, compared and shown.
"""

from server.profiles import amending
from server.profiles.building import build
from server.profiles.differing import Difference, difference, differences
from server.profiles.faults import Fault, Overlong, ProfileFaults
from server.profiles.public import public
from server.profiles.reading import Raw, decoded, load, parse
from server.profiles.warning import Warning, warnings

__all__ = [
    "Difference",
    "Fault",
    "Overlong",
    "ProfileFaults",
    "Raw",
    "Warning",
    "amending",
    "build",
    "decoded",
    "difference",
    "differences",
    "load",
    "parse",
    "public",
    "warnings",
]
