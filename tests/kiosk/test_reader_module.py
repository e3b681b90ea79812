"""A SAM_V reader at work: each card once, whatever the line does, and nothing of the card before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kiosk.printer.simulator import PtyDoor, TcpDoor
from kiosk.reader import door, samv
from kiosk.reader.emulator import Emulator, cards
from kiosk.reader.sam import TRIES, SamReader
from kiosk.reader.table import Said
from kiosk.reader.virtual import VirtualReader, put
from server.agent.pipe import PipeError, open_pipe
from tests.hubprocess import until
from tests.kiosk.readerdesk import ELDER, SECONDS, Prepared, behind


@pytest.fixture
def lay(tmp_path: Path) -> Callable[..., None]:
    """Lays a card on the virtual reader in this test's folder, or breaks it."""
    return lambda card="", fail="", **more: put(tmp_path, card=card, fail=fail, **more)


@pytest.fixture
def reader(tmp_path: Path) -> SamReader:
    return SamReader(VirtualReader(tmp_path, sleep=lambda _: None))


def test_a_card_is_read_once_while_it_lies_there_and_again_when_it_is_laid_again(
    reader: SamReader, lay: Callable[..., None]
) -> None:
    assert reader.look() is None
    lay("elder")
    assert reader.look() == Said("id_card", ELDER, "张秀英")
    assert [reader.look() for _ in range(3)] == [None] * 3
    lay()
    assert reader.look() is None
    lay("elder")
    assert reader.look() == Said("id_card", ELDER, "张秀英")


def test_a_module_that_goes_on_finding_a_card_it_has_read_is_heard_once_all_the_same() -> None:
    module = Emulator(finds_again=True)
    pipe = Prepared()
    pipe.write = lambda data: pipe.pieces.append(module.hear(data))  # type: ignore[method-assign]
    reader = SamReader(pipe)
    module.lay(cards()["elder"])
    first = reader.look()
    assert first and first.id_number == ELDER
    assert [reader.look() for _ in range(3)] == [None] * 3
    module.lay(cards()["adult"])
    second = reader.look()
    assert second and second.name == "李建国", "another card put in its place without a pause"
    module.fail = "no_select"
    assert [reader.look() for _ in range(TRIES + 1)] == [None] * (TRIES + 1)


@pytest.mark.parametrize(("fail", "reason"), [
    ("mute", "mute"), ("wrong_xor", "garbled"), ("half", "garbled"), ("unplugged", "unplugged"),
    ("refused", "unauthorised"),
])  # fmt: skip
def test_a_reader_in_trouble_says_which_and_reads_again_once_it_is_mended(
    reader: SamReader, lay: Callable[..., None], fail: str, reason: str
) -> None:
    lay("elder", fail)
    with pytest.raises(PipeError) as broken:
        reader.look()
    assert broken.value.reason == reason
    lay("elder")
    said = reader.look()
    assert said and said.id_number == ELDER


@pytest.mark.parametrize("fail", ["garbage", "slow"])
def test_rubbish_round_the_answers_and_slowness_cost_no_card(
    reader: SamReader, lay: Callable[..., None], fail: str
) -> None:
    lay("elder", fail)
    said = reader.look()
    assert said and said.id_number == ELDER


def test_a_card_taken_away_between_select_and_read_is_no_card_and_no_trouble(
    reader: SamReader, lay: Callable[..., None]
) -> None:
    lay("elder", "taken_away")
    assert reader.look() is None
    lay()
    assert reader.look() is None
    lay("adult")
    said = reader.look()
    assert said and said.name == "李建国"


def test_a_card_that_cannot_be_read_is_told_once_after_some_tries_and_one_of_an_unknown_kind_at_once(
    reader: SamReader, lay: Callable[..., None]
) -> None:
    lay("elder", "no_select")
    looks = [reader.look() for _ in range(TRIES + 3)]
    assert looks == [None] * (TRIES - 1) + [Said("id_card", trouble="unread")] + [None] * 3
    lay()
    reader.look()
    lay("strange")
    assert [reader.look() for _ in range(2)] == [Said("id_card", trouble="other_card"), None]


def test_what_comes_late_is_never_taken_for_the_next_persons_card() -> None:
    """The answer to a read that was given up comes when the next card is looked for: it is thrown away."""
    module = Emulator()
    module.lay(cards()["elder"])
    late = b"".join(module.hear(samv.request(c)) for c in (samv.FIND, samv.SELECT))
    late = module.hear(samv.request(samv.READ))
    module.lay(cards()["adult"])
    pipe = Late(late, module)
    said = SamReader(pipe).look()
    assert said and said.name == "李建国"


class Late(Prepared):
    """Something lies in the line already; then a module answers."""

    def __init__(self, late: bytes, module: Emulator) -> None:
        super().__init__(late)
        self._module = module

    def write(self, data: bytes) -> None:
        self.pieces.append(self._module.hear(data))

    def read(self, most: int, seconds: float) -> bytes:
        return self.pieces.pop(0) if self.pieces else b""


def test_a_box_that_was_held_up_does_not_call_a_reader_mute_that_has_answered(tmp_path: Path) -> None:
    clock = iter(range(0, 10**6, 3600))
    put(tmp_path, card="elder")
    said = SamReader(VirtualReader(tmp_path), monotonic=lambda: next(clock)).look()
    assert said and said.id_number == ELDER


def test_a_line_that_never_stops_sending_is_garbled_and_does_not_hang() -> None:
    class Endless(Prepared):
        def read(self, most: int, seconds: float) -> bytes:
            return b"\xaa" * most

    clock = iter(range(100))
    with pytest.raises(PipeError) as broken:
        SamReader(Endless(), monotonic=lambda: next(clock) / 4).look()
    assert broken.value.reason == "garbled"


def test_a_serial_line_carries_it_and_a_reader_pulled_out_and_put_back_is_found_again(tmp_path: Path) -> None:
    with behind(PtyDoor(tmp_path / "tty"), tmp_path) as url:
        module = SamReader(open_pipe(url), (SECONDS, SECONDS))
        assert module.number() == "05.03-20150312-0001234567-0123456789"
        put(tmp_path, card="foreigner2023")
        said = module.look()
        assert said and (said.kind, said.name) == ("foreigner", "GARCIA LOPEZ, MARIA")
        put(tmp_path, fail="unplugged")
        assert trouble(module) in ("unplugged", "offline")
        put(tmp_path, card="elder")
        assert found(module).id_number == ELDER


def test_a_serial_server_on_the_network_carries_it_too(tmp_path: Path) -> None:
    with behind(TcpDoor("127.0.0.1", 0), tmp_path) as url:
        put(tmp_path, card="taiwan")
        module = door.module(url)
        assert module and found(module).kind == "permit"


def trouble(module: SamReader) -> str:
    """The trouble that comes."""
    seen: list[str] = []

    def looked() -> list[str]:
        try:
            module.look()
        except PipeError as error:
            seen.append(error.reason)
        return seen

    until(looked)
    return seen[0]


def found(module: SamReader) -> Said:
    """The card, as soon as the reader is there."""
    seen: list[Said] = []

    def looked() -> list[Said]:
        with suppress(PipeError):
            seen.extend(filter(None, [module.look()]))
        return seen

    until(looked)
    return seen[0]


@pytest.mark.parametrize(
    "url", ["", "usb://1", "keys://", "bridge://10.0.0.2:80", "bridge://70000", "serial://", "tcp://x"]
)
def test_an_address_that_is_none_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="looks like"):
        door.checked(url)


def test_the_addresses_of_every_kind_of_reader_are_known(tmp_path: Path) -> None:
    for url in (
        "serial:///dev/ttyUSB0",
        "serial://COM3?baud=9600",
        "tcp://10.0.0.5:4001",
        f"virtual://{tmp_path}",
    ):
        assert door.module(url), url
    assert (
        door.keyboard("keys:///dev/input/by-id/usb-Scanner-event-kbd")
        == "/dev/input/by-id/usb-Scanner-event-kbd"
    )
    assert door.keyboard("keys://Newland%20Scanner") == "Newland Scanner"
    assert [door.port(f"bridge://{at}") for at in ("7421", "127.0.0.1:7421", "localhost:7421")] == [7421] * 3
