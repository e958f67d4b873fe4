"""People in the middle of everything go over to another version, on both stores."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowengine.host.cause import Cause
from flowengine.host.planning import UNCHANGED
from flowengine.host.publishing import DIVERT, MOVE
from flowengine.host.refusal import Refusal
from flowengine.host.resettling import Moved
from flowengine.runtime.events import Accepted
from flowengine.runtime.goals import DIVERTED, KEPT
from flowengine.store.records import Turn
from flowengine.store.verbs import Stale
from tests.host.conftest import Stage
from tests.host.town import GONE, LINE, SHORT, Town


def test_a_move_that_broke_off_goes_on_where_it_was(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowengine.host.resettling.PAGE", 2)

    async def scene(town: Town) -> None:
        keys = [await town.talk("shelter") for _ in range(5)]
        town.write(SHORT)
        commit, count = town.conversations.commit, 0

        async def breaking(turn: Any) -> Any:
            nonlocal count
            count += 1
            if count == 3:
                raise ConnectionError
            return await commit(turn)

        town.publishing._commit = breaking
        with pytest.raises(ConnectionError):
            await town.publishing.publish(await town.look(), policy=MOVE)
        town.publishing._commit = commit
        again = await town.look()
        assert [one.how for one in again.changes] == [UNCHANGED]
        assert again.changes[0].lost == 3
        (done,) = await town.publishing.publish(again, policy=MOVE)
        assert done.publication is None
        assert done.moved == Moved(told=3, lost=3)
        for key in keys:
            assert await town.says(key, "nothing") == ["Bye.", "end"]
            assert (await town.said(key, 0)).count(GONE) == 1

    stage(scene)


def test_whoever_says_something_meanwhile_goes_first(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        town.write(SHORT)
        commit, said = town.conversations.commit, iter(("4", "Friday"))

        async def late(turn: Any) -> Any:
            for text in said:
                await town.conversations.say(key, text)
                break
            return await commit(turn)

        town.publishing._commit = late
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(told=1)
        assert (await town.said(key, 0))[-3:] == [
            "4 beds on Friday.",
            "What would you like?",
            "What would you like?",
        ]

    stage(scene)


def test_whoever_never_stops_talking_stays_where_they_are(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        await town.talk("shelter")
        town.write(SHORT)

        async def stale(_: Any) -> Any:
            raise Stale

        town.publishing._commit = stale
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    stage(scene)


def test_whoever_sees_no_difference_is_moved_without_a_word(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        before = await town.conversations.look(key)
        quiet = LINE.replace("queue people", 'queue people\n\non quiet 1h: say "Hello?"')
        town.write(quiet.replace("beds on", "beds for"))
        town.now += 600
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(unnoticed=1)
        after = await town.conversations.look(key)
        assert (after.prompt, after.messages, after.changed) == (
            before.prompt,
            before.messages,
            before.changed,
        )
        assert await town.store.next_timer() == town.now + 3_000
        assert await town.says(key, "4") == ["Which day?"]
        assert (await town.says(key, "Friday"))[0] == "4 beds for Friday."

    stage(scene)


def test_only_those_who_wait_there_are_diverted(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        there, elsewhere = await town.talk("shelter"), await town.talk()
        town.write(LINE.replace("Welcome.", "Hello."))
        divert = {"shelter": "bye"}
        change = await town.change(divert=divert)
        assert [(one.place, one.goal.how) for one in change.waiters] == [
            ("line.main/menu", KEPT),
            ("line.shelter/beds", DIVERTED),
        ]
        assert [one.place for one in change.uprooted] == ["line.shelter/beds"]
        plan = await town.look(divert=divert)
        (done,) = await town.publishing.publish(plan, policy=DIVERT)
        assert done.moved == Moved(told=1, stayed=1)
        assert (await town.said(there, 0))[-2:] == ["Bye.", "end"]
        assert (await town.conversations.look(there)).ended
        old = (await town.conversations.look(elsewhere)).digest
        assert old != (await town.store.published())["line"].digest

    stage(scene)


def test_whoever_talks_with_a_person_is_not_interrupted(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("a person")
        await town.conversations.obey(key, Accepted(at=town.now), Cause())
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    stage(scene)


def test_whose_version_is_lost_can_go_on_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")

        async def lost(_: str) -> None:
            return None

        monkeypatch.setattr(town.store, "sources", lost)
        town.write(SHORT)
        town.settle()
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(told=1, lost=1)
        assert await town.says(key, "nothing") == ["Bye.", "end"]

    stage(scene)


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_whose_version_is_lost_goes_on_in_the_one_that_is_served(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter", channel=channel)
        other = await town.talk()

        async def lost(_: str) -> None:
            return None

        monkeypatch.setattr(town.store, "sources", lost)
        town.write(SHORT)
        town.settle()
        assert (await town.says(key, "nothing"))[-4:] == [
            GONE,
            "What would you like?",
            "Bye.",
            "end",
        ]
        town.library.programs.clear()
        with pytest.raises(Refusal, match="start again"):
            await town.conversations.say(other, "nothing")

    stage(scene)


def test_what_nobody_can_read_is_not_rescued_for_ever(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        found = await town.conversations.look(key)
        await town.store.commit(Turn(replace(found, session=b"forged")))
        with pytest.raises(Refusal, match="start again"):
            await town.conversations.say(key, "4")
        town.write(SHORT)
        town.library.refresh()
        with pytest.raises(Refusal, match="start again"):
            await town.conversations.say(key, "4")

    stage(scene)


def test_what_cannot_be_read_is_left_alone(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        found = await town.conversations.look(key)
        await town.store.commit(Turn(replace(found, session=b"forged")))
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    stage(scene)
