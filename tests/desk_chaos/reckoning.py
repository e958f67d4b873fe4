"""The reckoning after the shift: the log, the transcripts, and what each side says that it read."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flowengine.desk import items, log
from tests.chaos.accounts import Accounts, contents
from tests.chaos.accounts import read as kept
from tests.desk_chaos import opinions, promises, scene, switches
from tests.desk_chaos.people import common

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowengine.store.database import Database
    from tests.chaos.accounts import Row, Rows
    from tests.desk_chaos.agents import Agent
    from tests.desk_chaos.people import Person, Provider

# By conversation: number, side, text, kind.
Lines = dict[str, list[tuple[int, str, str, str]]]
# How each kind changes whether an item is taken: an offer is made to who waits, accepted once …
_NEXT: dict[str, tuple[frozenset[str], str]] = {
    log.JOINED: (frozenset({""}), "waits"),
    log.DUE: (frozenset({"later", "renewed"}), "waits"),
    log.OFFERED: (frozenset({"waits", "renewed"}), "offered"),
    log.REFUSED: (frozenset({"offered"}), "waits"),
    log.EXPIRED: (frozenset({"offered"}), "waits"),
    log.ACCEPTED: (frozenset({"offered", "waits", "later", "renewed"}), "talks"),
    log.LOST: (frozenset({"talks"}), "lost"),
    log.RESUMED: (frozenset({"lost"}), "talks"),
    log.REQUEUED: (frozenset({"offered", "lost", "talks"}), "waits"),
    log.FINISHED: (frozenset({"talks", "lost"}), "wraps"),
    log.TRIED: (frozenset({"talks", "lost", "wraps"}), "later"),
    log.CLOSED: (frozenset({"waits", "offered", "wraps"}), "over"),
    log.ABANDONED: (frozenset({"waits", "offered"}), "over"),
}


async def reckon(
    store: Database,
    people: Sequence[Person],
    agents: Sequence[Agent],
    provider: Provider,
    chromium: Sequence[str],
) -> Accounts:
    rows = await kept(store)
    tables, found = rows.tables, Accounts()
    found.wrong += rows.verified
    for table in ("slot", "timer", "errand", "guest", "switch"):
        found.must(not tables[table], f"{table}s were left: {tables[table][:3]}")
    _items(tables, found)
    _log(tables, found)
    lines = _lines(rows)
    _answers(tables, lines, people, found)
    _words(lines, people, agents, chromium, found)
    _read(tables, lines, people, agents, found)
    _sent(tables, lines, provider, found)
    gone = _gone(people)
    promises.reckon(tables, lines, gone, found)
    opinions.reckon(tables, lines, gone, found)
    switches.reckon(tables, lines, found)
    return found


def _items(tables: dict[str, list[Row]], found: Accounts) -> None:
    for row in tables["item"]:
        found.counts[f"item {row['state']}"] += 1
        kind = contents(row).get("kind", items.CONTACT)
        found.counts[f"items: {kind}"] += 1
        found.must(row["state"] in ("closed", "abandoned"), f"{row['id']} is {row['state']}")


def _log(tables: dict[str, list[Row]], found: Accounts) -> None:
    """Who waits is offered to one, accepted by one, and let go before the next may have them."""
    at: dict[str, str] = {}
    clocks: dict[str, float] = {}
    for row in sorted(tables["desk_log"], key=lambda row: int(row["number"])):
        item, kind = row["item"], row["kind"]
        found.counts[f"log {kind}"] += 1
        if not item:
            continue
        told = contents(row)
        state = at.get(item, "")
        if kind == log.TRANSFERRED:
            # Diverted by a switch what waits, passed on by its agent what is talked about.
            waits = told["state"] in (items.WAITING, items.LATER)
            known = ("waits", "later", "renewed") if waits else ("talks", "lost")
            found.must(state in known, f"{item}: transferred while it {state}")
            at[item] = state if waits else "waits"
        elif kind == log.RENEWED:
            # To another moment; or to none, where it comes in as soon as it can.
            found.must(state in ("waits", "later", "renewed", "offered"), f"{item}: {kind} {state}")
            at[item] = "later" if "due" in told else "renewed" if state == "later" else state
        elif kind in _NEXT:
            before, after = _NEXT[kind]
            found.must(state in before, f"{item}: {kind} while it {state or 'was not there'}")
            at[item] = after
        if kind == log.JOINED:
            at[item] = "later" if "due" in told else "waits"
            clocks[item] = told["clock"]
    for row in tables["item"]:
        found.must(at.get(row["id"]) == "over", f"{row['id']}: the log ends in {at.get(row['id'])}")
        clock = clocks.get(row["id"])
        kind = contents(row).get("kind", items.CONTACT)
        same = clock == row["joined"] or kind == items.CALLBACK  # that may be agreed on anew
        found.must(same, f"{row['id']}: clock {row['joined']}, joined {clock}")


def _lines(rows: Rows) -> Lines:
    return {
        key: [
            (int(row["number"]), row["side"], str(line.get("text", "")), line["kind"])
            for row, line in ((row, contents(row)) for row in said)
        ]
        for key, said in rows.lines.items()
    }


def _answers(
    tables: dict[str, list[Row]],
    lines: Lines,
    people: Sequence[Person],
    found: Accounts,
) -> None:
    """Every hand-off comes to one answer, and the conversation to its end. Who was served may
    still give a command that was meant for the queue, where the flow hears it too late."""
    handed = Counter(row["conversation"] for row in tables["item"] if row["turn"])
    gateways = {row["id"]: row["gateway"] for row in tables["conversation"]}
    gone, known = _gone(people), {one.conversation for one in people}
    for one in tables["conversation"]:
        key = one["id"]
        # Whose page never heard that it had begun one has begun another, and answers in that.
        unheard = not one["gateway"] and key not in known
        found.counts["conversations begun and never heard of"] += unheard
        last = [(side, text) for _, side, text, _ in lines.get(key, [])[-6:]]
        about = f"by {one['channel']}, left: {key in gone}"
        found.must(one["ended"] or unheard, f"{key} has not ended: {last}, {about}")
        if key in gone:
            continue
        after = [text for _, side, text, _ in lines.get(key, []) if side == "flow" and _after(text)]
        found.counts.update(f"hand-off {text}" for text in after)
        by_desk = [one for one in after if one in _BY_DESK]
        first = by_desk in ([], after[:1])  # what the desk answers is the first answer, or none is
        heard = min(len(after), 1) if first else len(after)
        # Who calls may hang up before, or be cut off.
        right = heard in (0, handed[key]) if one["channel"] == "voice" else heard == handed[key]
        found.must(right, f"{key}: {handed[key]} hand-offs, heard {after}")
        numbers = [number for number, *_ in lines.get(key, [])]
        found.must(numbers == list(range(1, len(numbers) + 1)), f"{key}: gaps in its lines")
    found.counts["conversations in pages"] = sum(not one for one in gateways.values())
    by_voice = sum(row["channel"] == "voice" for row in tables["conversation"])
    found.counts["conversations by voice"] = by_voice
    found.counts["conversations by SMS"] = sum(bool(one) for one in gateways.values())


_BY_DESK = (scene.SERVED, scene.CLOSED, scene.NOBODY, scene.FULL)


def _after(text: str) -> bool:
    return text.startswith(scene.AFTER)


def _gone(people: Sequence[Person]) -> set[str]:
    """Conversations of those who left by quick exit: all that was said there is deleted."""
    return {one.conversation for one in people if one.left}


def _words(
    lines: Lines,
    people: Sequence[Person],
    agents: Sequence[Agent],
    chromium: Sequence[str],
    found: Accounts,
) -> None:
    """What was accepted stands once; what is in doubt at most once; nothing else stands there."""
    stands = Counter(
        text
        for one in lines.values()
        for _, side, text, _ in one
        if side in ("person", "agent") and not common(text)
    )
    for text, count in stands.items():
        found.must(count == 1, f"{text!r} stands there {count} times")
    deleted = {text for one in people if one.left for text in (*one.accepted, *one.doubtful)}
    gone = _gone(people)
    known = set(deleted)
    for person in people:
        known |= {*person.accepted, *person.doubtful}
        if not person.left:
            for text in person.accepted:
                found.must(stands[text], f"lost: {text!r} of {person.conversation or 'an SMS'}")
    lost_items = 0
    for agent in agents:
        known |= {*agent.said, *agent.doubtful}
        for text, item in agent.said.items():
            if item.rsplit("-", 1)[0] in gone:
                lost_items += 1
            else:
                found.must(stands[text], f"lost: {text!r} in {item}")
        found.counts["words of agents in doubt"] += len(agent.doubtful)
        found.counts["of these written"] += sum(bool(stands[one]) for one in agent.doubtful)
    found.counts["words deleted by quick exits"] = len(deleted) + lost_items
    found.counts["words of people in doubt"] = sum(len(one.doubtful) for one in people)
    known |= set(chromium)
    strange = [text for text in stands if text not in known]
    found.must(not strange, f"nobody said {strange[:5]}")
    found.counts["words of the browser"] = sum(bool(stands[text]) for text in chromium)


def _read(
    tables: dict[str, list[Row]],
    lines: Lines,
    people: Sequence[Person],
    agents: Sequence[Agent],
    found: Accounts,
) -> None:
    """Pages show what is written, each line once and, up to the last, all of it."""
    for person in people:
        if not person.conversation or person.left:
            continue
        written = {number: (side, text) for number, side, text, _ in lines[person.conversation]}
        found.wrong += _differences(person.name, person.read, written)
        holes = set(range(1, max(person.read, default=0) + 1)) - set(person.read)
        found.must(not holes, f"{person.name} never read {sorted(holes)}")
    conversations = {row["id"]: row["conversation"] for row in tables["item"]}
    for agent in agents:
        for item, read in agent.read.items():
            key = conversations.get(item, "")
            if key in lines and key not in _gone(people):
                written = {number: (side, text) for number, side, text, _ in lines[key]}
                found.wrong += _differences(agent.user, read, written)


def _differences(
    who: str, read: dict[int, tuple[str, str]], written: dict[int, tuple[str, str]]
) -> Iterator[str]:
    for number, told in read.items():
        if written.get(number) != told:
            yield f"{who} read {told} as line {number}, which is {written.get(number)}"


def _sent(
    tables: dict[str, list[Row]],
    lines: Lines,
    provider: Provider,
    found: Accounts,
) -> None:
    """By SMS each line of the flow's and an agent's goes out once."""
    states = Counter(row["state"] for row in tables["outgoing"])
    found.counts.update({f"SMS {state}": count for state, count in states.items()})
    found.must(set(states) <= {"sent"}, f"SMS were left: {states}")
    taken = Counter(text.split("\n")[0] for one in provider.texts.values() for text in one.values())
    for one in tables["conversation"]:
        if one["gateway"]:
            for _, side, text, _ in lines[one["id"]]:
                if side == "agent":
                    count = sum(times for told, times in taken.items() if told.endswith(text))
                    found.must(count == 1, f"{text!r} went out {count} times")
