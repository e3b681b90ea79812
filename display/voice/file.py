"""An announcer's TOML file, with what the command line says over it: zones, their loudspeakers, voices, a folder."""

from __future__ import annotations

import threading
from pathlib import Path

import msgspec

from display.voice.engines import VoiceFile
from display.voice.speakers import Speakers, open_speaker
from display.voice.utterance import Speaker
from server.agent.config import ConfigError, Place, over, read

USUAL = ("alsa://default",)


class Heard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[zones]]`: a zone's id, empty for the whole hall as one, and the loudspeakers it is heard from."""

    id: str = ""
    speakers: tuple[str, ...] = USUAL


class AnnounceFile(Place, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`data`: where sentences made before are kept and virtual speakers live; beside the file if relative."""

    data: str = ""
    zones: tuple[Heard, ...] = (Heard(),)
    voice: VoiceFile = VoiceFile()

    def named(self, zone: Heard) -> str:
        """What a zone's voice is called at the hub."""
        if not self.device:
            return f"voice-{zone.id or 'all'}"
        return self.device if len(self.zones) == 1 else f"{self.device}.{zone.id}"


def announce_file(
    path: Path | None, zones: tuple[str, ...], speakers: tuple[str, ...], data: Path | None, **place: str | None
) -> AnnounceFile:  # fmt: skip
    """The file, if there is one; what the command line says goes before it. Raises ConfigError."""
    file = read(path, AnnounceFile) if path else AnnounceFile()
    beside = str(path.parent / file.data) if path and file.data else ""
    heard = file.zones
    if zones:
        known = {zone.id: zone.speakers for zone in file.zones}
        heard = tuple(Heard(id=id, speakers=known.get(id, USUAL)) for id in zones)
    if speakers:
        if len(speakers) not in (1, len(heard)):
            raise ConfigError(
                f"one --speaker for all zones, or one for each of the {len(heard)}; not {len(speakers)}"
            )
        each = speakers * len(heard) if len(speakers) == 1 else speakers
        heard = tuple(Heard(id=zone.id, speakers=(url,)) for zone, url in zip(heard, each, strict=True))
    file = over(file, zones=judged(heard), **place)
    return over(file, data=str(data) if data else beside)


def judged(zones: tuple[Heard, ...]) -> tuple[Heard, ...]:
    ids = [zone.id for zone in zones]
    if not ids:
        raise ConfigError("zones: at least one [[zones]] is needed, without an id for the whole hall")
    if len(set(ids)) < len(ids) or ("" in ids and len(ids) > 1):
        raise ConfigError(
            "zones: each zone stands once, and the one without an id, the whole hall, stands alone"
        )
    if bare := [zone.id or "the whole hall" for zone in zones if not zone.speakers]:
        raise ConfigError(f"zones: {bare[0]} has no speakers")
    return zones


def opened(file: AnnounceFile, home: Path) -> dict[str, Speakers]:
    """Each zone's loudspeakers by its id; those that several zones name are used by turns. Raises ConfigError."""
    made: dict[str, Speaker] = {}
    turns: dict[str, threading.Lock] = {}
    for url in dict.fromkeys(url for zone in file.zones for url in zone.speakers):
        try:
            made[url] = open_speaker(url, home)
        except (ValueError, OSError) as error:
            raise ConfigError(str(error) if url in str(error) else f"{url!r}: {error}") from error
    return {
        zone.id: Speakers([(url, made[url]) for url in dict.fromkeys(zone.speakers)], turns)
        for zone in file.zones
    }
