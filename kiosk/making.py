"""Makes a slip's bytes from a payload, as this kiosk's file says: which layout, drawn or in the printer's letters.

The layout can be read again while the agent runs; a wrong file leaves the old one standing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from kiosk import drawing, fonts, native, slip, template
from kiosk.config import KioskFile
from kiosk.printer.commands import slip_bytes
from kiosk.slip import Block
from server.protocol import Json


class Making:
    """Finds font and template now: a kiosk that cannot print Chinese says so at start, not to the first citizen.

    `follows` says whether a track address answers. Raises FontError or TemplateError.
    """

    def __init__(self, config: KioskFile, follows: Callable[[str], bool] = lambda _: True) -> None:
        self._config, self._follows = config, follows
        self.face = face(config)
        self._layout = self._read()

    def slip(self, payload: Json, copy: bool) -> bytes:
        """The bytes of one print job."""
        return self.bytes(slip.blocks(self._told(payload), copy=copy, layout=self._layout))

    def trial(self, at: datetime) -> bytes:
        """A test slip that nobody can take for a ticket."""
        return self.bytes(slip.trial(self._config.printer.url, at, self._layout))

    def bytes(self, blocks: list[Block]) -> bytes:
        width, how = self._config.printer.width, self._config.slip
        if how.mode == "text":
            return native.Sheet(width, self.face, how.letters, how.code == "printer").written(blocks)
        return slip_bytes(drawing.draw(blocks, width, self.face))

    def reread(self) -> None:
        """The template anew. Raises TemplateError, and then nothing has changed."""
        self._layout = self._read()

    def _read(self) -> template.Template:
        file = self._config.slip.template
        return template.read(Path(file)) if file else template.default()

    def _told(self, payload: Json) -> Json:
        """Without the code that leads nowhere."""
        link, when = payload.get("track_url"), self._config.slip.follow
        if not link or when == "always" or (when == "answering" and self._follows(link)):
            return payload
        return payload | {"track_url": None}


def face(config: KioskFile) -> fonts.Face:
    """The fonts the file names, else the first Chinese ones here. Raises FontError."""
    how = config.slip
    return fonts.named(how.font, how.font_bold) if how.font else fonts.find()
