"""A card and its line: the newest words win, no other strip's is lost, nobody waits for a card that is ill."""

from __future__ import annotations

from display.led.face import FLASH_SECONDS, face
from display.led.station import Station
from display.led.talk import Lit
from display.led.virtual.rig import Rig
from tests.display.ledcast import Bench, Told, Wire, board, rig, want


def lit(card: Rig, area: int = 0) -> str:
    return "\n".join(card.card.screen.strips[area].lines)


def told(station: Station, at: int = 0) -> Told:
    found = station.spots[at].told
    assert isinstance(found, Told)
    return found


def test_what_is_wanted_is_shown_and_told_with_its_seq() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7))
    bench.turns()
    assert lit(card) == "A001"
    assert told(station).said == [("ok", "")] and told(station).seqs == [7]


def test_before_the_hub_has_spoken_a_strip_is_left_as_it_is() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    bench.turns()
    assert card.card.screen.strips == {} and told(station).seqs == []


def test_a_newer_seq_with_the_same_words_is_told_and_not_sent() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7))
    bench.turns()
    frames = len(bench.wire.written)
    known = station.spots[0].wanted
    assert known and station.spots[0].want(known.__class__(known.lines, 9, known.since, known.called))
    bench.turns()
    assert told(station).seqs == [7, 9] and len(bench.wire.written) == frames


def test_a_text_overtaken_while_the_card_was_busy_is_never_shown() -> None:
    card, station = rig(), board()
    card.command(fail="busy", times=2)
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7))
    bench.turns()
    station.spots[0].want(want("A002", 8))
    bench.later(0.5)
    assert lit(card) == "A002" and told(station).seqs == [8]
    assert told(station).state == "ok", "two tries in vain are not worth a word"


def test_three_tries_a_tenth_of_a_second_apart_then_it_is_a_fault_until_it_succeeds() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7))
    bench.turns()
    card.command(fail="mute")
    station.spots[0].want(want("A002", 8))
    frames = len(bench.wire.written)
    bench.turns(2.0)
    assert (len(bench.wire.written) - frames, told(station).state) == (1, "ok")
    bench.turns(0.1)
    bench.turns(0.1)
    assert len(bench.wire.written) - frames == 3
    assert told(station).said[-1] == ("fault", "mute: no answer within 0.001 s")
    card.command()
    frames = len(bench.wire.written)
    bench.turns(0.6)
    assert lit(card) == "A002" and told(station).state == "ok"
    assert bench.wire.written[frames] == bench.wire.written[0], "greeted as after switching on"


def test_a_call_of_another_window_is_not_lost_while_one_strip_cannot_be_shown() -> None:
    """Newest wins per strip, and each window's strip is its own."""
    card, station = rig(), board(strips=3)
    bench = Bench(Wire(card), station)
    card.command(fail="busy", times=4)
    for n, spot in enumerate(station.spots):
        spot.want(want(f"A00{n}", 10 + n))
    bench.turns()
    station.spots[1].want(want("B007", 20))
    bench.later(3)
    assert [lit(card, n) for n in range(3)] == ["A000", "B007", "A002"]


def test_one_text_the_card_refuses_does_not_hold_up_the_others() -> None:
    card, station = rig(), board(strips=2)
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("长" * 600, 1))
    station.spots[1].want(want("A002", 2))
    bench.turns()
    assert lit(card, 1) == "A002" and told(station, 1).state == "ok"
    assert told(station, 0).said[-1][0] == "fault" and "unfit" in told(station, 0).detail
    station.spots[0].want(want("A001", 3))
    bench.turns(1.0)
    assert lit(card, 0) == "A001" and told(station, 0).state == "ok"


def test_a_strip_the_card_refuses_is_not_tried_for_ever_and_its_neighbour_is_shown() -> None:
    card, station = rig(), board(strips=2)
    station.spots[0].place = Lit(0, (), 0, 0, 0, 32)
    bench = Bench(Wire(card), station)
    for n, spot in enumerate(station.spots):
        spot.want(want(f"A00{n}", n))
    bench.turns()
    assert lit(card, 1) == "A001" and told(station).detail == "refused: the card says: unknown command"
    frames = len(bench.wire.written)
    bench.later(5, step=0.5)
    assert len(bench.wire.written) == frames


def test_a_mute_board_on_a_bus_takes_its_turns_and_its_neighbours_theirs() -> None:
    cards = [rig("onbon5", n) for n in (1, 2)]
    stations = [board(address=n) for n in (1, 2)]
    wire = Wire(*cards, url="serial:///bus")
    bench = Bench(wire, *stations)
    cards[0].command(fail="half_open")
    for n in range(1, 40):
        stations[0].spots[0].want(want(f"A{n:03d}", n))
        stations[1].spots[0].want(want(f"B{n:03d}", n))
        bench.turns(1.0)
        assert lit(cards[1]) == f"B{n:03d}", "shown in the same turn as ever"
    to_the_mute = sum(frame[8:10] == b"\x01\x00" for frame in wire.written)
    assert to_the_mute < 15, "asked ever more seldom"
    cards[0].command()
    bench.later(11, step=1)
    assert lit(cards[0]) == "A039", "the present, and nothing of what it missed"


def test_boards_of_a_bus_are_served_in_turn_however_much_one_has_to_show() -> None:
    stations = [board(address=1, strips=3), board(address=2)]
    bench = Bench(Wire(rig("onbon5", 1), rig("onbon5", 2), url="serial:///bus"), *stations)
    bench.turns()
    for n, spot in enumerate([*stations[0].spots, *stations[1].spots]):
        spot.want(want(f"A00{n}", n))
    start = len(bench.wire.written)
    bench.turns(2)
    assert [frame[8] for frame in bench.wire.written[start:]] == [1, 2, 1, 1]


def test_an_answer_of_garbage_or_with_a_wrong_crc_is_no_answer() -> None:
    for fail in ("garbage", "wrong_crc"):
        card, station = rig(), board()
        bench = Bench(Wire(card), station)
        card.command(fail=fail)
        station.spots[0].want(want("A001", 7))
        bench.later(0.5)
        assert told(station).state == "fault" and "garbage" in told(station).detail
        assert told(station).seqs == []


def test_a_call_flashes_for_three_seconds_and_stands_still_at_the_end() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7, since=bench.now))
    seen = []
    for _ in range(90):
        bench.turns(0.05)
        if not seen or seen[-1] != lit(card):
            seen.append(lit(card))
    assert seen == ["A001", "", "A001"], "a font card is told once a second at most"


def test_nothing_flashes_faster_than_three_times_a_second() -> None:
    for pace in (0.0, 0.1, 0.25, 1.0):
        at, changes = 0.0, 0
        wanted = want("A1", 1, since=0.0)
        while (seen := face(wanted, at, pace, False)).until is not None:
            changes, at = changes + 1, seen.until
        assert changes / 2 <= 3 * FLASH_SECONDS and face(wanted, at, pace, False).lines == ("A1",)


def test_a_card_that_flashes_by_itself_is_told_twice_not_every_time() -> None:
    card, station = rig("huidu"), board("huidu")
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 7, since=bench.now))
    bench.turns()
    assert card.card.screen.strips[0].flashing
    bench.later(3.2)
    assert not card.card.screen.strips[0].flashing and lit(card) == "A001"


def test_a_digit_board_that_cannot_be_dark_does_not_flash() -> None:
    card, station = rig("template:rs485-digits", 1), board("template:rs485-digits", 1)
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A012", 7, since=bench.now))
    bench.later(3.5)
    assert len(bench.wire.written) == 1 and lit(card, 1) == "12"


def test_a_card_that_was_off_gets_the_present_and_no_old_call_flashes() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    card.command(fail="unplugged")
    station.spots[0].want(want("A001", 7, since=bench.now))
    bench.later(4)
    assert told(station).said[-1][0] == "fault" and "offline" in told(station).detail
    card.command()
    seen = set()
    for _ in range(150):
        bench.turns(0.1)
        seen.add(lit(card) if 0 in card.card.screen.strips else "off")
    assert seen == {"off", "A001"}, "shown, steady from the first moment"


def test_a_connection_that_broke_brings_everything_again() -> None:
    card, station = rig(), board(strips=2)
    bench = Bench(Wire(card), station)
    for n, spot in enumerate(station.spots):
        spot.want(want(f"A00{n}", n))
    bench.turns()
    card.command(fail="unplugged", times=1)
    station.spots[0].want(want("A009", 9))
    bench.turns(1.0)
    card.card.screen.take()
    card.command()
    bench.turns(0.2)
    assert [lit(card, n) for n in range(2)] == ["A009", "A001"]


def test_what_a_card_speaks_is_said_once_also_when_its_answer_was_lost() -> None:
    card, station = rig(), board()
    heard: list[str] = []
    bench = Bench(Wire(card), station)
    screen, change = card.card.screen, card.card.screen.change

    def listened(gone: object, strips: list[object]) -> None:
        heard.extend(strip.spoken for strip in strips if strip.spoken)  # type: ignore[attr-defined]
        change(gone, strips)  # type: ignore[arg-type]

    screen.change = listened  # type: ignore[method-assign, assignment]
    bench.turns()
    card.command(fail="mute", times=1)
    station.spots[0].want(want("A001", 7, since=bench.now, spoken="请A零零一号"))
    bench.later(5)
    assert heard == ["请A零零一号"] and lit(card) == "A001"
    card.command(fail="busy", times=1)
    station.spots[0].want(want("A002", 8, since=bench.now, spoken="请A零零二号"))
    bench.later(5)
    assert heard == ["请A零零一号", "请A零零二号"], "a card that was busy has surely not said it"


def test_characters_the_card_lacks_are_replaced_and_named() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("䶮号窗口", 1))
    bench.turns()
    assert lit(card) == "〓号窗口"
    assert told(station).said[-1] == ("warning", "the card cannot show: 䶮")
    station.spots[0].want(want("二号窗口", 2))
    bench.turns(1.0)
    assert told(station).state == "ok"


def test_a_text_wider_than_its_strip_is_shown_and_told() -> None:
    station = board()
    bench = Bench(Wire(rig()), station)
    station.spots[0].want(want("二号窗口", 1))
    bench.turns()
    assert told(station).state == "ok", "four Hanzi of 16 are 64 pixels"
    station.spots[0].want(want("A二号窗口", 2))
    bench.turns(1.0)
    assert told(station).said[-1] == ("warning", "wider than the strip: A二号窗口")


def test_brightness_follows_the_hour_and_a_card_without_it_is_a_card_all_the_same() -> None:
    card, station = rig(), board()
    level = {"now": 40}
    station._bright = lambda now: level["now"]
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 1))
    bench.turns()
    assert card.card.screen.brightness == 40
    level["now"] = 80
    bench.turns(1)
    assert card.card.screen.brightness == 80


def test_a_quiet_card_is_asked_whether_it_is_there() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 1))
    bench.turns()
    frames = len(bench.wire.written)
    assert bench.turns(29) <= 1.0
    assert bench.turns(1.5) > 1 and len(bench.wire.written) == frames + 1
    card.command(fail="half_open")
    bench.turns(31)
    bench.later(0.5)
    assert told(station).state == "fault", "nobody had to be called to find out"


def test_a_board_that_cannot_answer_is_told_again_now_and_then() -> None:
    card, station = rig("template:rs485-digits"), board("template:rs485-digits")
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A012", 1))
    bench.turns()
    bench.turns(31)
    assert bench.wire.written == [bytes([1, 0, 12, 13])] * 2


def test_reload_greets_and_sends_everything_again() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 1))
    bench.turns()
    card.card.screen.take()
    station.renew = True
    bench.turns()
    assert lit(card) == "A001"


def test_a_name_or_a_test_text_covers_the_strip_for_a_while() -> None:
    card, station = rig(), board()
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 1))
    bench.turns()
    station.spots[0].overlay = (("strip-w1",), bench.now + 11)
    bench.turns(1)
    assert lit(card) == "strip-w1"
    station.spots[0].want(want("A002", 2))
    bench.later(11, step=0.5)
    assert lit(card) == "A002" and told(station).seqs == [1, 2]


def test_a_huidu_board_is_one_programme_and_its_session_is_opened_again_after_a_break() -> None:
    card, station = rig("huidu"), board("huidu", strips=2)
    bench = Bench(Wire(card), station)
    station.spots[0].want(want("A001", 1))
    station.spots[1].want(want("B001", 2))
    bench.turns()
    assert [lit(card, n) for n in range(2)] == ["A001", "B001"]
    assert told(station, 0).seqs == [1] and told(station, 1).seqs == [2]
    card.command(fail="half_open", times=9)
    station.spots[1].want(want("B002", 3))
    bench.turns(1)
    card.command()
    bench.later(1)
    assert lit(card, 1) == "B002" and told(station, 1).state == "ok"
