"""A change is published while people are in the middle of it, on both stores."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flowengine.host.planning import BROKEN, CHANGED, NEW, UNCHANGED
from flowengine.host.publishing import DIVERT, FOLDER, MOVE, places_of
from flowengine.host.refusal import Refusal
from flowengine.host.resettling import Moved
from flowengine.host.turn import Cause
from flowengine.runtime.events import Accepted
from flowengine.runtime.goals import DIVERTED, KEPT, LOST
from flowengine.store.records import Turn
from flowengine.store.verbs import Stale
from tests.host.town import GONE, LINE, SHORT, Town, played

Play = Callable[[Callable[[Town], Awaitable[Any]]], None]


@pytest.fixture(params=["sqlite", "postgresql"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    address = tmp_path / "store.db"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
    return lambda scene: played(address, tmp_path / "flows", scene)


def test_a_step_that_goes_is_told_before_and_leaves_nobody_at_a_dead_end(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        beds = [await town.talk("shelter") for _ in range(3)]
        days = [await town.talk("shelter", "4") for _ in range(2)]
        menus = [await town.talk() for _ in range(2)]
        call = await town.talk("shelter", channel="voice")
        town.write(SHORT)
        change = await town.change()
        assert change.how == CHANGED
        assert [(one.place, one.count, one.goal.how) for one in change.waiters] == [
            ("line.shelter/beds", 4, LOST),
            ("line.main/menu", 2, KEPT),
            ("line.shelter/day", 2, LOST),
        ]
        assert change.lost == 6

        (done,) = await town.publishing.publish(await town.look(), policy=MOVE, by="Ann")
        assert done.publication is not None
        assert (done.publication.number, done.publication.by) == (2, "Ann")
        assert done.moved == Moved(told=7, lost=5, stayed=1)
        for key in (*beds, *days):
            assert (await town.said(key, 0))[-2:] == [GONE, "What would you like?"]
        for key in (*beds, *days, *menus):
            assert await town.says(key, "a person") == ["Call us.", "What would you like?"]
            assert await town.says(key, "nothing") == ["Bye.", "end"]
        assert await town.says(call, "4") == ["Which day?"]
        left = {one.digest for one in await town.store.waiting("line")}
        assert len(left) == 1  # the call

    play(scene)


def test_without_being_moved_everybody_ends_in_the_version_they_began_with(play: Play) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look())
        assert done.moved == Moved()
        assert await town.says(key, "4") == ["Which day?"]

    play(scene)


def test_a_move_that_broke_off_goes_on_where_it_was(
    play: Play, monkeypatch: pytest.MonkeyPatch
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

    play(scene)


def test_whoever_says_something_meanwhile_goes_first(play: Play) -> None:
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

    play(scene)


def test_whoever_never_stops_talking_stays_where_they_are(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.talk("shelter")
        town.write(SHORT)

        async def stale(_: Any) -> Any:
            raise Stale

        town.publishing._commit = stale
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    play(scene)


def test_whoever_sees_no_difference_is_moved_without_a_word(play: Play) -> None:
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

    play(scene)


def test_only_those_who_wait_there_are_diverted(play: Play) -> None:
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

    play(scene)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [(["a=b", " c = d "], {"a": "b", "c": "d"}), (["a"], None), (["=b"], None), (["a="], None)],
)
def test_a_diversion_is_two_places(pairs: list[str], expected: dict[str, str] | None) -> None:
    if expected is None:
        with pytest.raises(Refusal, match="OLD=NEW"):
            places_of(pairs)
    else:
        assert places_of(pairs) == expected


def test_nobody_is_diverted_to_a_place_that_is_not_there(play: Play) -> None:
    async def scene(town: Town) -> None:
        with pytest.raises(Refusal, match="no place nowhere"):
            await town.look(divert={"shelter": "nowhere"})
        with pytest.raises(Refusal, match="no flow other"):
            await town.look(flows=["other"])

    play(scene)


def test_whoever_talks_with_a_person_is_not_interrupted(play: Play) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("a person")
        await town.conversations.obey(key, Accepted(at=town.now), Cause())
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    play(scene)


def test_whose_version_is_lost_can_go_on_again(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
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

    play(scene)


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_whose_version_is_lost_goes_on_in_the_one_that_is_served(
    play: Play, monkeypatch: pytest.MonkeyPatch, channel: str
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

    play(scene)


def test_what_nobody_can_read_is_not_rescued_for_ever(play: Play) -> None:
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

    play(scene)


def test_what_cannot_be_read_is_left_alone(play: Play) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        found = await town.conversations.look(key)
        await town.store.commit(Turn(replace(found, session=b"forged")))
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look(), policy=MOVE)
        assert done.moved == Moved(stayed=1)

    play(scene)


# ------------------------------------------------------------ what has changed


def test_a_flow_is_new_changed_unchanged_or_broken(play: Play) -> None:
    async def scene(town: Town) -> None:
        assert (await town.change()).how == NEW
        await town.publishing.publish(await town.look())
        assert (await town.change()).how == UNCHANGED
        town.write('flow other "Other"\n\nstart:\n  end\n', "other")
        plan = await town.look()
        assert [(one.flow, one.how) for one in plan.changes] == [
            ("line", UNCHANGED),
            ("other", NEW),
        ]
        (only,) = (await town.look(flows=["other"])).changes
        assert only.flow == "other"
        town.write(LINE + "# A remark.\n")
        assert (await town.change(flows=["line"])).how == CHANGED
        town.write(LINE.replace("-> shelter", "-> nowhere"))
        change = await town.change(flows=["line"])
        assert change.how == BROKEN
        assert [one.code for one in change.broken] == ["FE080"]
        with pytest.raises(Refusal, match="mistakes in line"):
            await town.publishing.publish(await town.look())
        assert (await town.store.published())["line"].number == 1

    play(scene)


def test_a_publication_whose_sources_are_lost_counts_as_changed(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())

        async def lost(_: str) -> None:
            return None

        monkeypatch.setattr(town.store, "sources", lost)
        assert (await town.change()).how == CHANGED

    play(scene)


# ------------------------------------------------------------ back


def test_one_command_leads_back_and_forth(play: Play) -> None:
    async def scene(town: Town) -> None:
        with pytest.raises(Refusal, match="Nothing was published"):
            await town.publishing.roll_back("line")
        await town.publishing.publish(await town.look())
        with pytest.raises(Refusal, match="Nothing was published"):
            await town.publishing.roll_back("line")
        town.write(SHORT)
        await town.publishing.publish(await town.look())
        assert await town.publishing.follow()
        assert not await town.publishing.follow()
        key = await town.talk()
        done = await town.publishing.roll_back("line", by="Ann", policy=MOVE)
        assert done.publication is not None
        assert (done.publication.number, done.publication.note) == (3, "back to 1")
        assert done.moved == Moved(told=1)
        assert await town.publishing.follow()
        assert await welcome(town) == "Welcome."
        assert await town.says(key, "shelter") == ["How many beds?"]
        again = await town.publishing.roll_back("line")
        assert again.publication is not None
        assert again.publication.note == "back to 2"
        assert await town.says(key, "4") == ["Which day?"]

    play(scene)


# ------------------------------------------------------------ servers


async def welcome(town: Town) -> str:
    return (await town.said(await town.talk(), 0))[0]


def test_a_watched_folder_publishes_what_is_good_in_it(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.begin(watch=True)
        first = (await town.store.published())["line"]
        assert (first.number, first.by) == (1, FOLDER)
        town.write(LINE.replace("Welcome", "Good day"))
        town.write('flow other "Other"\n\nstart:\n  end\n', "other")
        town.library.refresh()
        await town.publishing.take_folder()
        await town.publishing.take_folder()
        assert {n: one.number for n, one in (await town.store.published()).items()} == {
            "line": 2,
            "other": 1,
        }
        town.write("nonsense")
        town.library.refresh()
        await town.publishing.take_folder()
        assert (await town.store.published())["line"].number == 2
        assert await welcome(town) == "Good day."

    play(scene)


def test_a_watched_folder_goes_before_what_was_published(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        town.write(LINE.replace("Welcome", "Good day"))
        town.settle()
        assert not await town.publishing.begin(watch=True)
        assert await welcome(town) == "Good day."
        assert (await town.store.published())["line"].number == 2

    play(scene)


def test_a_flow_that_is_broken_at_the_start_is_served_as_it_was(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        town.write("nonsense")
        town.settle()
        assert await town.publishing.begin(watch=True)
        assert await welcome(town) == "Welcome."
        assert (await town.store.published())["line"].number == 1

    play(scene)


def test_a_folder_that_is_not_watched_is_served_as_it_was_published(play: Play) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        town.write('flow other "Other"\n\nstart:\n  end\n', "other")
        await town.publishing.publish(await town.look())
        (town.folder / "other.flow").unlink()
        town.write(LINE.replace("Welcome", "Good day"))
        town.write('flow new "New"\n\nstart:\n  end\n', "new")
        town.settle()
        assert await town.publishing.begin(watch=False)
        assert await welcome(town) == "Welcome."
        assert town.library.programs.keys() == {"line", "new"}
        assert (await town.store.published()).keys() == {"line", "new", "other"}
        assert not await town.publishing.follow()
        await town.publishing.publish(await town.look())
        assert await town.publishing.follow()
        assert await welcome(town) == "Good day."

    play(scene)


def test_what_was_published_is_served_without_its_folder(play: Play) -> None:
    async def scene(town: Town) -> None:
        (town.folder / "door.png").write_bytes(b"a door")
        town.write(LINE.replace('"Welcome."', '"Welcome."\n    picture "door.png", "A door"'))
        await town.publishing.publish(await town.look(), read=town.library.content)
        town.library.path = None
        town.library.programs = {}
        assert await town.publishing.begin(watch=False)
        assert await welcome(town) == "Welcome."
        assert town.library.contents == {"door.png": b"a door"}
        assert (await town.store.published())["line"].number == 1

    play(scene)
