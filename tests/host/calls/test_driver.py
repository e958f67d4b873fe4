from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from flowengine.channels.calls.sentences import (
    CALL_NUMBER,
    CLOSING,
    KEYS,
    MOMENT,
    NO_RECORDING,
    TROUBLE,
)
from flowengine.host.calls import waiting
from flowengine.host.calls.recordings import MARK, Recordings
from flowengine.host.parcels import Roads
from flowengine.host.wish import Wish
from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.orders import Deaf, Flush, HangUp, Keep, Listen, Play, Record
from flowengine.store.verbs import StoreError
from tests.host.calls.house import KEY, SHOP, CalledShop, played

ASKED = "What would you like?"
WAV = b"RIFF\x24\0\0\0WAVEfmt "


def test_a_call_is_answered_greeted_asked_and_ended(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        caller = await shop.called(begun)
        assert shop.exchange.told[0] == ("answer", "call1", "en")
        play = await caller.until(Play)
        assert [one.text for one in play.pieces][:2] == ["Welcome.", ASKED]
        assert play.interrupt == orders.SPEECH
        await caller.says("nothing")
        await caller.until(HangUp)
        assert caller.heard()[-1] == "Goodbye."
        assert ("person", "nothing", True) in shop.exchange.captions
        caller.tell(reports.Gone(at=9.0, why="ended"))
        await shop.over()
        assert shop.voices.ended == [caller.key]
        assert (await shop.conversations.look(caller.key)).ended

    played(tmp_path, scene)


def test_what_may_be_said_is_told_and_numbered_anew_with_each_listening(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        first = await caller.until(Listen)
        assert "stock" in [said for way in first.expected.ways for said in way.phrases]
        assert set("12345") <= set(first.expected.keys)
        assert first.patience == 7.0
        caller.tell(reports.Heard(at=1.0, turn=1, guesses=(), began=0.5, ended=0.9))
        second = await caller.until(Listen)
        assert (first.expected.turn, second.expected.turn) == (1, 2)
        caller.tell(reports.Pressed(at=1.0, turn=1, keys="4"))  # to the first one: too late
        caller.tell(reports.Pressed(at=1.0, turn=2, keys="3"))
        third = await caller.until(Listen)
        assert third.expected.accepts == "digits"
        said = [line.text for side, line in await shop.lines(caller.key) if side == "person"]
        assert said == ["A PIN"]  # the label of what the key chose; nothing for what was no answer

    played(tmp_path, scene)


def test_a_secret_is_nowhere_to_be_read(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.presses("3")
        listen = await caller.until(Listen)
        caller.tell(reports.Sounding(at=1.0, text="four seven"))
        turn = listen.expected.turn
        caller.tell(reports.Pressed(at=1.0, turn=turn, keys="4711"))
        await caller.until(Listen)
        assert "Taken." in caller.heard()
        assert "4711" not in str(await shop.lines(caller.key))
        assert not [one for one in shop.exchange.captions if one[0] == "person"]

    played(tmp_path, scene)


def test_silence_is_the_flows_business(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        listen = await caller.until(Listen)
        before = len(caller.heard())
        caller.tell(reports.Silent(at=9.0, turn=listen.expected.turn))
        await caller.until(Listen)
        assert ASKED in caller.heard()[before:]

    played(tmp_path, scene)


def test_a_chat_goes_on_as_a_call_and_back(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat", wish=Wish("uk"))
        caller = await shop.called(begun)
        assert shop.exchange.told[0] == ("answer", "call1", "uk")
        await caller.until(Listen)
        assert caller.heard()[0] == "Що бажаєте?"  # and not the greeting once more
        assert (await shop.conversations.look(caller.key)).channel == "voice"
        caller.hangs_up()
        await shop.over()
        after = await shop.conversations.look(caller.key)
        assert (after.channel, after.ended) == ("chat", False)

    played(tmp_path, scene)


def test_what_is_typed_meanwhile_is_heard_and_its_answer_said(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        await shop.conversations.say(caller.key, "3", "page-1")
        await caller.until(Flush)
        await caller.until(Deaf)
        listen = await caller.until(Listen)
        assert listen.expected.accepts == "digits"
        assert caller.heard()[-1] == "Your PIN?"

    played(tmp_path, scene)


def test_leaving_without_a_trace_ends_the_call_at_once(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        await shop.conversations.leave(caller.key)
        assert (await caller.until(HangUp)).at_once
        caller.hangs_up()
        await shop.over()

    played(tmp_path, scene)


def test_hanging_up_is_told_to_a_flow_that_was_called(tmp_path: Path) -> None:
    flow = SHOP.replace("start:\n", 'on hang up: note "gone"\n\nstart:\n', 1)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        caller.hangs_up()
        await shop.over()
        assert (await shop.conversations.look(caller.key)).ended
        assert "gone" in str(await shop.store.facts(caller.key))

    played(tmp_path, scene, flow=flow)


def test_who_goes_on_by_sms_hears_the_goodbye_of_the_call_only(tmp_path: Path) -> None:
    flow = SHOP.replace("channels chat, voice", "channels chat, voice, sms").replace(
        '  say "Goodbye."\n    uk: "До побачення."\n  end',
        '  set number = "+380501112233"\n  say "You may hang up."\n  go on by sms to number\n'
        '  say "Here we are."\n  handoff people\n  end',
    )

    async def scene(shop: CalledShop) -> None:
        shop.conversations.stepping.roads = Roads(by_flow={("shop", "sms"): "texts"})
        caller = await shop.called(await shop.begin())
        await caller.says("nothing")
        await caller.until(HangUp)
        assert caller.heard()[-1] == "You may hang up."
        caller.hangs_up()
        await shop.over()
        talk = await shop.conversations.look(caller.key)
        assert (talk.ended, talk.channel, talk.address) == (False, "sms", "+380501112233")
        (item,) = await shop.store.items(conversation=caller.key)
        assert (item.state, item.media) == ("waiting", "async")
        (sent,) = await shop.store.outgoing()
        assert "Here we are." in sent.body

    played(tmp_path, scene, flow=flow)


def test_who_waits_is_told_so_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "FIRST", 0.0)
    monkeypatch.setattr(waiting, "AGAIN", 0.0)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.presses("1")
        caller.played()
        for _ in range(2):
            play = await caller.until(Play)
            assert [one.text for one in play.pieces] == [MOMENT["en"]]
            caller.tell(reports.Played(at=2.0, id=play.id, whole=True))
        shop.fetched.set()
        await caller.until(Listen)
        assert "We have 7." in caller.heard()

    played(tmp_path, scene)


def test_what_has_to_be_made_first_holds_back_only_what_comes_after_it(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        shop.voices.slow = {ASKED}
        caller = await shop.called(await shop.begin())
        first = await caller.until(Play)
        assert [one.text for one in first.pieces] == ["Welcome."]
        assert not [one for _, one in shop.exchange.ordered() if isinstance(one, Listen)]
        shop.voices.gate.set()
        second = await caller.until(Play)
        assert second.pieces[0].text == ASKED
        await caller.until(Listen)

    played(tmp_path, scene)


def test_what_cannot_be_spoken_is_left_out_and_keys_still_work(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        shop.voices.mute = {ASKED, "Welcome."}
        caller = await shop.called(await shop.begin())
        await caller.presses("4")
        await caller.until(HangUp)
        assert "Goodbye." in caller.heard()

    played(tmp_path, scene)


def test_keys_are_offered_once_to_whom_nobody_understands(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        caller.tell(reports.Struggling(at=1.0, why="noise"))
        caller.tell(reports.Struggling(at=2.0, why="babble"))
        await caller.until(Play)
        caller.tell(reports.Pressed(at=3.0, turn=1, keys="3"))
        await caller.until(Listen)
        assert caller.heard().count(KEYS["en"]) == 1

    played(tmp_path, scene)


def test_a_message_is_sealed_and_the_flow_goes_on(tmp_path: Path) -> None:
    recordings = Recordings(KEY)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.presses("2")
        record = await caller.until(Record)
        assert (record.limit, record.pause) == (60, 4.0)
        wav = WAV + b"my secret voice"
        caller.tell(reports.Recorded(at=9.0, turn=record.turn, wav=wav, seconds=3.0, by="key"))
        await caller.until(Listen)
        assert "Thank you." in caller.heard()
        line = next(one for side, one in await shop.lines(caller.key) if one.kind == "recording")
        assert line.reference["bytes"] == len(wav)
        kept = await shop.store.upload(caller.key, line.reference["upload"])
        assert kept is not None
        assert kept.body.startswith(MARK)
        assert b"voice" not in kept.body
        assert recordings.opened(caller.key, kept.id, kept.body) == wav

    played(tmp_path, scene, recordings=recordings)


@pytest.mark.parametrize("able", [True, False], ids=["nobody spoke", "no key"])
def test_no_message_is_silence(tmp_path: Path, able: bool) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.presses("2")
        if able:
            record = await caller.until(Record)
            empty: Any = {"wav": b"", "seconds": 0.0, "by": "silence"}
            caller.tell(reports.Recorded(at=9.0, turn=record.turn, **empty))
        await caller.until(Listen)
        heard = caller.heard()
        assert "Then not." in heard
        assert (NO_RECORDING["en"] in heard) is not able
        assert ("Speak after the tone." in heard) is able
        assert not [one for _, one in shop.exchange.ordered() if isinstance(one, Record)] or able

    played(tmp_path, scene, recordings=Recordings(KEY if able else ""))


def test_the_call_itself_is_recorded_but_for_its_secrets_and_kept_sealed(tmp_path: Path) -> None:
    flow = SHOP.replace('start:\n  say "Welcome."', 'start:\n  record on\n  say "Welcome."', 1)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        assert (await caller.until(Keep)).on
        await caller.presses("3")
        assert not (await caller.until(Keep)).on
        listen = await caller.until(Listen)
        caller.tell(reports.Pressed(at=1.0, turn=listen.expected.turn, keys="4711"))
        assert (await caller.until(Keep)).on
        caller.tell(reports.Kept(at=9.0, wav=WAV))
        caller.hangs_up()
        await shop.over()
        side, line = (await shop.lines(caller.key))[-1]
        assert (side, line.kind, line.text) == ("person", "recording", "call.wav")
        kept = await shop.store.upload(caller.key, line.reference["upload"])
        assert kept is not None
        assert kept.body.startswith(MARK)

    played(tmp_path, scene, recordings=Recordings(KEY), flow=flow)


def test_a_recording_begins_when_its_announcement_has_been_heard(tmp_path: Path) -> None:
    flow = SHOP.replace("channels chat, voice", "channels chat, voice\nrecord calls", 1)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        ordered = [one for _, one in shop.exchange.ordered()]
        assert not [one for one in ordered if isinstance(one, Keep)]
        first, *_ = [one for one in ordered if isinstance(one, Play)]
        assert "recorded" in first.pieces[0].text
        caller.tell(reports.Played(at=1.0, id=first.id, whole=True))
        assert (await caller.until(Keep)).on

    played(tmp_path, scene, recordings=Recordings(KEY), flow=flow)


def test_without_a_key_no_recording_is_announced(tmp_path: Path) -> None:
    flow = SHOP.replace("channels chat, voice", "channels chat, voice\nrecord calls", 1)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        assert caller.heard()[0] == "Welcome."

    played(tmp_path, scene, flow=flow)


def test_without_a_key_no_call_is_recorded(tmp_path: Path) -> None:
    flow = SHOP.replace('start:\n  say "Welcome."', 'start:\n  record on\n  say "Welcome."', 1)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        assert not [one for _, one in shop.exchange.ordered() if isinstance(one, Keep)]

    played(tmp_path, scene, flow=flow)


def test_whoever_cannot_be_put_through_is_told_the_number(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.presses("5")
        await caller.until(HangUp)
        assert caller.heard()[-1] == CALL_NUMBER["en"].format(number="+380800100102")

    played(tmp_path, scene)


def test_a_store_that_fails_for_a_moment_costs_nobody_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowengine.host.calls.turning.PAUSES", (0.0, 0.0))

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        commit, failures = shop.store.commit, [StoreError("full"), StoreError("full")]

        async def failing(turn: Any) -> Any:
            if failures:
                raise failures.pop()
            return await commit(turn)

        monkeypatch.setattr(shop.store, "commit", failing)
        caller.tell(reports.Pressed(at=1.0, turn=1, keys="4"))
        await caller.until(HangUp)
        assert "Goodbye." in caller.heard()

    played(tmp_path, scene)


def test_a_store_that_is_gone_ends_the_call_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowengine.host.calls.turning.PAUSES", (0.0,))

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        commit = shop.store.commit

        async def failing(_turn: Any) -> Any:
            raise StoreError("gone")

        monkeypatch.setattr(shop.store, "commit", failing)
        caller.tell(reports.Pressed(at=1.0, turn=1, keys="4"))
        await caller.until(HangUp)
        assert caller.heard()[-1] == TROUBLE["en"]
        monkeypatch.setattr(shop.store, "commit", commit)

    played(tmp_path, scene)


def test_a_fault_of_ours_ends_the_call_with_words_and_quotes_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)

        def broken(*_: Any) -> Any:
            raise KeyError("what the caller said")

        monkeypatch.setattr("flowengine.host.calls.standing.expected", broken)
        await shop.conversations.say(caller.key, "3", "page-1")
        await caller.until(HangUp)
        assert caller.heard()[-1] == TROUBLE["en"]
        caller.hangs_up()
        await shop.over()

    with caplog.at_level(logging.INFO):
        played(tmp_path, scene)
    assert "a call was given up: KeyError" in caplog.text
    assert "what the caller said" not in caplog.text


def test_who_is_still_there_when_we_end_hears_goodbye(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowengine.host.calls.calls.GO_ON", 0.0)

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(Listen)
        draining = asyncio.create_task(shop.calls.drain())
        await caller.until(HangUp)
        assert caller.heard()[-1] == CLOSING["en"]
        refused = await shop.called(await shop.begin(), "call2")
        assert shop.exchange.told[-1] == ("reject", refused.call, "not-now")
        caller.tell(reports.Gone(at=9.0, why="ended"))
        await draining
        assert shop.calls.count == 0

    played(tmp_path, scene)
