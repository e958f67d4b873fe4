"""A change is published while people are in the middle of it, on both stores."""

from __future__ import annotations

import asyncio

import pytest

from flowengine.host import publishing
from flowengine.host.planning import CHANGED
from flowengine.host.publishing import FOLDER, MOVE, places_of
from flowengine.host.refusal import Refusal
from flowengine.host.resettling import Moved
from flowengine.runtime.goals import KEPT, LOST
from tests.host.conftest import Stage
from tests.host.ending import ended
from tests.host.town import GONE, LINE, SHORT, Town


def test_a_step_that_goes_is_told_before_and_leaves_nobody_at_a_dead_end(stage: Stage) -> None:
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

    stage(scene)


def test_without_being_moved_everybody_ends_in_the_version_they_began_with(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        key = await town.talk("shelter")
        town.write(SHORT)
        (done,) = await town.publishing.publish(await town.look())
        assert done.moved == Moved()
        assert await town.says(key, "4") == ["Which day?"]

    stage(scene)


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


# ------------------------------------------------------------ what has changed


# ------------------------------------------------------------ back


def test_one_command_leads_back_and_forth(stage: Stage) -> None:
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

    stage(scene)


# ------------------------------------------------------------ servers


async def welcome(town: Town) -> str:
    return (await town.said(await town.talk(), 0))[0]


def test_a_watched_folder_publishes_what_is_good_in_it(stage: Stage) -> None:
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

    stage(scene)


def test_a_watched_folder_goes_before_what_was_published(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        town.write(LINE.replace("Welcome", "Good day"))
        town.settle()
        assert not await town.publishing.begin(watch=True)
        assert await welcome(town) == "Good day."
        assert (await town.store.published())["line"].number == 2

    stage(scene)


def test_a_flow_that_is_broken_at_the_start_is_served_as_it_was(stage: Stage) -> None:
    async def scene(town: Town) -> None:
        await town.publishing.publish(await town.look())
        town.write("nonsense")
        town.settle()
        assert await town.publishing.begin(watch=True)
        assert await welcome(town) == "Welcome."
        assert (await town.store.published())["line"].number == 1

    stage(scene)


def test_a_folder_that_is_not_watched_is_served_as_it_was_published(stage: Stage) -> None:
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

    stage(scene)


def test_what_was_published_is_served_without_its_folder(stage: Stage) -> None:
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

    stage(scene)


def test_who_publishes_serves_it_at_once(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """And not only at the next look: whoever pressed the button looks at the page now."""

    async def scene(town: Town) -> None:
        changed = asyncio.Event()
        watching = asyncio.create_task(town.publishing.watch(changed.set))
        await town.publishing.publish(await town.look())
        for text, words in ((LINE.replace("Welcome", "Good day"), "Good day."), (LINE, "Welcome.")):
            changed.clear()
            town.write(text)
            await town.publishing.publish(await town.look())
            await changed.wait()
            assert await welcome(town) == words
        changed.clear()
        await town.publishing.roll_back("line")
        await changed.wait()
        assert await welcome(town) == "Good day."
        watching.cancel()

    monkeypatch.setattr(publishing, "LOOK", 3_600.0)
    stage(scene)


def test_a_publication_that_cannot_be_read_does_not_end_the_following(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A newer flowengine may publish what this one cannot read; it was deaf from then on."""

    async def scene(town: Town) -> None:
        again = asyncio.Event()
        troubles = [ValueError("words of a flow")]

        async def follow() -> bool:
            if troubles:
                raise troubles.pop()
            again.set()
            return False

        monkeypatch.setattr(town.publishing, "follow", follow)
        watching = asyncio.create_task(town.publishing.watch(lambda: None))
        await again.wait()
        watching.cancel()

    monkeypatch.setattr(publishing, "LOOK", 0.0)
    with caplog.at_level("WARNING"):
        stage(scene)
    assert "could not be read: ValueError\n" in caplog.text


def test_an_end_that_comes_with_the_waking_is_heard(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11's `wait_for` swallowed it, and a stop waited for a watch that went on."""

    async def scene(town: Town) -> None:
        async def follow() -> bool:
            return False

        monkeypatch.setattr(town.publishing, "follow", follow)
        for later in range(4):
            watching = asyncio.create_task(town.publishing.watch(lambda: None))
            await ended(watching, town.publishing.wake, later)

    stage(scene)
