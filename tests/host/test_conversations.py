from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from flowengine.host import heard, lines
from flowengine.host import stepping as module
from flowengine.host.cause import Cause
from flowengine.host.refusal import Refusal
from flowengine.runtime.events import Due
from flowengine.store.records import Conversation, Timer, Turn
from flowengine.store.verbs import Replayed, Stale, StoreError
from tests.host.conftest import SHOP, Play, Shop

ASKED = "What would you like?"


def test_a_conversation_begins_and_answers(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened = await shop.begin()
        key = opened.conversation.id
        assert await shop.said(key) == ["Welcome.", ASKED]
        await shop.conversations.say(key, "3", "m1")
        assert await shop.said(key, 3) == ["Your name?"]
        await shop.conversations.say(key, "Ann", "m2")
        assert await shop.said(key, 5) == ["Your PIN?"]

    play(scene)


def test_a_button_stands_in_the_transcript_by_its_label(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        opened = await shop.begin()
        prompt = (await shop.lines(opened.conversation.id))[-1]
        name = next(one for one in prompt.choices if one.label == "Leave a name")
        await shop.conversations.pick(opened.conversation.id, prompt.turn, name.id, "m1")
        person, question = (await shop.lines(opened.conversation.id))[2:]
        assert (person.text, person.id) == ("Leave a name", "m1")
        assert question.text == "Your name?"
        with pytest.raises(Refusal) as refused:
            await shop.conversations.pick(opened.conversation.id, prompt.turn, name.id, "m2")
        assert refused.value.code == "too-late"
        assert len(await shop.lines(opened.conversation.id)) == 4

    play(scene)


def test_a_secret_is_heard_but_not_written_down(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        for words in ("3", "Ann", "4711"):
            await shop.conversations.say(key, words)
        assert "4711" not in str(await shop.lines(key))
        assert (await shop.said(key))[-1] == "Your phone number?"

    play(scene)


def test_results_and_messages_for_other_roads_are_kept_with_their_turn(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        for words in ("3", "Ann", "4711", "+380501234567"):
            await shop.conversations.say(key, words)
        (fact,) = await shop.store.facts(key)
        (sms,) = await shop.store.outgoing("queued")
        assert fact.kind == "saved"
        assert '"value":"Ann"' in fact.body
        assert '"text":"Ann was here."' in sms.body
        assert "was here" not in str(await shop.lines(key))
        assert (sms.gateway, sms.to, sms.state) == ("sms", "+380501234567", "queued")

    play(scene)
    assert "Ann" not in caplog.text
    assert "501234567" not in caplog.text


def test_only_the_token_opens_a_conversation(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        first, second = await shop.begin(), await shop.begin()
        found = await shop.conversations.opened(first.conversation.id, first.token)
        assert found == first.conversation
        for key, token in (
            (first.conversation.id, second.token),
            (first.conversation.id, ""),
            ("nobody", first.token),
        ):
            with pytest.raises(Refusal) as refused:
                await shop.conversations.opened(key, token)
            assert refused.value.code == "forbidden"

    play(scene)


@pytest.mark.parametrize(
    ("flow", "channel", "code"),
    [("shop", "voice", "no-channel"), ("nothing", "chat", "unknown-flow")],
)
def test_what_is_not_served_cannot_begin(play: Play, flow: str, channel: str, code: str) -> None:
    async def scene(shop: Shop) -> None:
        with pytest.raises(Refusal) as refused:
            await shop.conversations.begin(flow, channel=channel)
        assert refused.value.code == code

    play(scene)


def test_a_message_sent_twice_is_taken_once(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "3", "m1")
        with pytest.raises(Replayed):
            await shop.conversations.say(key, "3", "m1")
        assert (await shop.said(key))[-1] == "Your name?"

    play(scene)


def test_messages_at_the_same_time_are_heard_one_after_another(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await asyncio.gather(*(shop.conversations.say(key, f"nonsense {n}") for n in range(20)))
        lines = await shop.conversations.read(key, 2)
        assert [number for number, _, _ in lines] == list(range(3, 3 + len(lines)))
        spoken = [line.text for _, side, line in lines if side == "person"]
        assert spoken == [f"nonsense {n}" for n in range(20)][: len(spoken)]

    play(scene)


def test_another_owner_s_turn_is_taken_into_account(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second server may have written meanwhile: the turn is done again on what stands there."""

    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        commit = shop.store.commit
        failures = iter([True, False])

        async def contested(turn: Turn) -> Conversation:
            if next(failures):
                await commit(replace(turn, messages=(), trace=None))
            return await commit(turn)

        monkeypatch.setattr(shop.store, "commit", contested)
        after = await shop.conversations.say(key, "nonsense")
        assert after.revision == 3
        assert len([line for line in await shop.lines(key) if line.text == "nonsense"]) == 1

    play(scene)


def test_one_who_is_never_first_gives_up(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id

        async def stale(turn: Turn) -> Conversation:
            raise Stale(turn.conversation.id)

        monkeypatch.setattr(shop.store, "commit", stale)
        with pytest.raises(Stale):
            await shop.conversations.say(key, "1")

    play(scene)


def test_after_the_end_the_page_begins_anew(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        after = await shop.conversations.say(key, "4", "m1")
        assert after.ended
        with pytest.raises(Replayed):
            await shop.conversations.say(key, "4", "m1")
        with pytest.raises(Refusal) as refused:
            await shop.conversations.say(key, "hello?")
        assert refused.value.code == "ended"

    play(scene)


def test_coming_back_after_a_while_is_the_flow_s_affair(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "3")
        shop.now += 86_400
        await shop.conversations.come_back(key)
        assert len(await shop.lines(key)) > 4

    play(scene)


def test_who_talks_while_something_is_looked_up_is_asked_to_wait(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        shop.service.gate.clear()
        key = (await shop.begin()).conversation.id
        after = await shop.conversations.say(key, "1")
        assert after.prompt == ""
        with pytest.raises(Refusal) as refused:
            await shop.conversations.say(key, "well?")
        assert refused.value.code == "not-now"

    play(scene)


def test_a_session_goes_on_in_the_version_it_began_with_after_edit_and_restart(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        edited = shop.flow.read_text().replace("Your name?", "And who are you?")
        shop.flow.write_text(edited)
        await shop.restart()
        await shop.conversations.say(key, "3")
        assert (await shop.said(key))[-1] == "Your name?"
        await shop.conversations.say(key, "Ann")
        new = (await shop.begin()).conversation.id
        await shop.conversations.say(new, "3")
        assert (await shop.said(new))[-1] == "And who are you?"

    play(scene)


def test_an_upgrade_of_the_program_does_not_end_conversations(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Flows that ship with us are part of the digest; the same sources then have another one."""

    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.close()
        from flowengine.language import project

        shipped = project.shipped()
        monkeypatch.setattr(project, "shipped", lambda: {**shipped, "new.flow": ""})
        await shop.open()
        await shop.conversations.say(key, "3")
        assert (await shop.said(key))[-1] == "Your name?"

    play(scene)


@pytest.mark.parametrize("damage", ["session", "place", "sources"])
def test_a_forged_or_lost_session_is_refused_and_others_go_on(
    play: Play, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        mine, other = await shop.begin(), await shop.begin()
        forged = {
            "session": replace(mine.conversation, session=b"\x93forged"),
            "place": replace(
                mine.conversation,
                session=mine.conversation.session.replace(b"shop.main", b"shop.gone"),
            ),
            "sources": replace(mine.conversation, digest="unknown"),
        }[damage]
        await shop.store.commit(Turn(forged))
        with pytest.raises(Refusal) as refused:
            await shop.conversations.say(forged.id, "my secret words")
        assert refused.value.code == "stranded"
        assert "secret words" not in caplog.text
        await shop.conversations.say(other.conversation.id, "3")
        assert (await shop.said(other.conversation.id))[-1] == "Your name?"

    play(scene)


def test_a_timer_of_a_lost_conversation_does_not_come_for_ever(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        opened = await shop.begin()
        lost = replace(opened.conversation, session=b"forged")
        await shop.store.commit(Turn(lost))
        (timer,) = await shop.store.claim_timers(1e12, 9, "me")
        event = Due(at=shop.now, turn=timer.turn, timer=timer.name)
        await shop.conversations.obey(lost.id, event, Cause(fired=timer))
        assert await shop.waiting("timers") == 0

    play(scene)


def test_a_fault_is_logged_by_its_place_and_not_by_anybody_s_words(
    play: Play, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shop: Shop) -> str:
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "6")
        return key

    with caplog.at_level(logging.WARNING):
        key = play(scene)
    line = SHOP.splitlines().index("  set name = 1 / (name | count)") + 1
    assert f"fault {key} shop.flow:{line}" in caplog.text


def test_a_conversation_that_is_not_there_is_told_so(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        with pytest.raises(Refusal):
            await shop.conversations.say("nobody", "hello")
        gone = Timer("nobody", 1, "quiet", 0.0)
        with pytest.raises(Refusal):
            await shop.conversations.obey(
                "nobody", Due(at=0, turn=1, timer="quiet"), Cause(fired=gone)
            )

    play(scene)


def test_a_store_that_fails_takes_nothing_and_tells_nobody(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id

        async def failing(turn: Turn) -> Conversation:
            raise StoreError(turn.conversation.id)

        with monkeypatch.context() as patch:
            patch.setattr(shop.store, "commit", failing)
            with shop.conversations.listeners.listening(key) as bell:
                with pytest.raises(StoreError):
                    await shop.conversations.say(key, "3", "m1")
                assert not bell.is_set()
        await shop.conversations.say(key, "3", "m1")
        assert (await shop.said(key))[-1] == "Your name?"

    play(scene)


def test_nobody_for_errands_leaves_them_in_the_store(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        shop.conversations.stepping.perform = module._nobody
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "1")
        (errand,) = await shop.store.claim_errands(9, "me")
        assert errand.kind == "fetch"

    play(scene)


def test_a_turn_that_has_begun_is_finished_when_its_page_goes_away(play: Play) -> None:
    """Given up between commit and errand, the flow waited for the stock until a restart."""

    async def scene(shop: Shop) -> None:
        assert shop.store is not None
        key = (await shop.begin()).conversation.id
        committing, commit = asyncio.Event(), shop.store.commit

        async def noticed(turn: Turn) -> Conversation:
            committing.set()
            return await commit(turn)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(shop.store, "commit", noticed)
            saying = asyncio.create_task(shop.conversations.say(key, "Our stock"))
            await committing.wait()
            saying.cancel()
            with pytest.raises(asyncio.CancelledError):
                await saying
        with shop.conversations.listeners.listening(key) as bell:
            while "We have 7." not in await shop.said(key):
                await asyncio.wait_for(bell.wait(), 60)
                bell.clear()

    play(scene)


def test_leaving_in_the_middle_of_an_errand_is_final(play: Play) -> None:
    """The answer to a fetch came after the person had left, and must not write anything."""

    async def scene(shop: Shop) -> None:
        shop.service.gate.clear()
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "1")
        await shop.conversations.leave(key)
        shop.service.gate.set()
        await shop.errands.idle()
        assert [line.kind for line in await shop.lines(key)] == ["ended"]
        again = await shop.conversations.leave(key)
        assert again.messages == (await shop.conversations.look(key)).messages
        with pytest.raises(Refusal, match="ended"):
            await shop.conversations.come_back(key)

    play(scene)


def test_who_left_is_not_there_after_a_restart(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        await shop.conversations.say(key, "3")
        await shop.conversations.leave(key)
        await shop.restart()
        assert [line.text for line in await shop.lines(key)] == ["quick exit"]
        assert shop.store is not None
        assert await shop.store.facts(key) == ()

    play(scene)


def test_a_chat_goes_on_by_voice_and_comes_back(play: Play) -> None:
    async def scene(shop: Shop) -> None:
        key = (await shop.begin()).conversation.id
        voice = await shop.conversations.hear(key, heard.switched("voice"))
        assert voice.channel == "voice"
        assert await shop.said(key, 2) == [ASKED]
        assert lines.asked(voice.prompt) is not None
        chat = await shop.conversations.hear(key, heard.switched("chat"))
        assert chat.channel == "chat"
        await shop.conversations.say(key, "3")
        assert (await shop.said(key))[-1] == "Your name?"

    play(scene)
