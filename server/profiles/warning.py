"""What works and yet will trouble people: plates and letters taken for each other, empty shelves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from server.domain.profile import Hall
from server.profiles.ear import ALIKE_LETTERS, alike
from server.profiles.numerals import with_hanzi


@dataclass(frozen=True, slots=True)
class Warning:
    """`key` names the row as in the profile, `says` is a sentence for the admin."""

    key: str
    says: str


def warnings(hall: Hall) -> list[Warning]:
    """Everything doubtful about a hall that is right in form. Takes about half a second."""
    return [
        *_same_signs(hall),
        *_alike_signs(hall),
        *_alike_prefixes(hall),
        *_unused(hall),
        *_untranslated(hall),
        *_unsaid(hall),
    ]


def _same_signs(hall: Hall) -> list[Warning]:
    found = []
    for what in ("sign", "spoken"):
        times = Counter(getattr(w, what) for w in hall.windows)
        for text in (text for text, n in times.items() if n > 1):
            here = [w.id for w in hall.windows if getattr(w, what) == text]
            says = f'"{text}" is also at {", ".join(here[1:])}: people cannot tell these windows apart'
            found.append(Warning(f"windows.{here[0]}.{what}", says))
    return found


def _alike_signs(hall: Hall) -> list[Warning]:
    spoken = {w.id: w.spoken for w in hall.windows}
    found = []
    for first, *others in alike(spoken.items()):
        also = ", ".join(f'"{spoken[w]}" (windows.{w})' for w in others)
        says = f'"{spoken[first]}" sounds like {also}: give one another spoken form'
        found.append(Warning(f"windows.{first}.spoken", says))
    return found


def _alike_prefixes(hall: Hall) -> list[Warning]:
    queue = {q.prefix: q.id for q in hall.queues}
    return [
        Warning(
            f"queues.{queue[one]}.prefix",
            f"{one} sounds like {other} (queues.{queue[other]}): take another letter",
        )
        for one, other in ALIKE_LETTERS
        if one in queue and other in queue
    ]


def _unused(hall: Hall) -> list[Warning]:
    queues = {s.queue for s in hall.services}
    departments = {s.department for s in hall.services}
    return [
        *(Warning(f"queues.{q.id}", "no service uses this queue") for q in hall.queues if q.id not in queues),
        *(Warning(f"departments.{d.id}", "it has no services, so the kiosk will not show it")
          for d in hall.departments if d.id not in departments),
    ]  # fmt: skip


def _untranslated(hall: Hall) -> list[Warning]:
    if "en" not in hall.languages:
        return []
    found = []
    for table in ("zones", "departments", "queues", "services"):
        bare = [row.id for row in getattr(hall, table) if not row.name_en]
        if bare:
            more = f" and {len(bare) - 1} more" if len(bare) > 1 else ""
            says = f"no English name here{more}: English pages will show the Chinese one"
            found.append(Warning(f"{table}.{bare[0]}.name_en", says))
    return found


def _unsaid(hall: Hall) -> list[Warning]:
    """Templates in a language nobody speaks, long words to be pronounced that no name holds."""
    spoken = {*hall.voice.languages, *(tongue for z in hall.zones for tongue in z.voice.languages or ())}
    names = [with_hanzi(n) + n for w in hall.windows for n in (w.spoken, w.call_sign)]
    names += [s.name for s in hall.services] + [z.name for z in hall.zones]
    names += hall.voice.templates.values()
    text = "\n".join(names)
    return [
        *(Warning(f"voice.templates.{tongue}", f'no languages = […] names "{tongue}", so it is never said')
          for tongue in hall.voice.templates if tongue not in spoken),
        *(Warning(f"voice.pronounce.{word}", "no window, service, zone or template holds this word")
          for word in hall.voice.pronounce if len(word) > 2 and word not in text),
    ]  # fmt: skip
