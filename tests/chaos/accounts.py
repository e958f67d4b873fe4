"""The reckoning: each accepted message, each promise, and what the outside says of them.

What a store keeps, and the account of it, are also what the shift at the desk reckons with.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from flowengine.host import parcels
from flowengine.store.records import AMBIGUOUS, FAILED, SENT
from tests.chaos import scene

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.database import Database
    from tests.chaos.outside import Outside
    from tests.chaos.people import Person

Row = dict[str, Any]
_SAID = re.compile(r"(?:hello|say|post|wait|look|order|bye) p\d+-\d+")


@dataclass
class Rows:
    """All that a store keeps, by table, and what is wrong with it as it says itself."""

    tables: defaultdict[str, list[Row]]
    verified: tuple[str, ...]

    @cached_property
    def lines(self) -> defaultdict[str, list[Row]]:
        """The transcripts, in order, by conversation."""
        found: defaultdict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.tables["message"], key=lambda row: int(row["number"])):
            found[row["conversation"]].append(row)
        return found


async def read(store: Database) -> Rows:
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    async for table, row in store.dump():
        tables[table].append(row)
    return Rows(tables, await store.verify())


def contents(row: Row) -> dict[str, Any]:
    """What is kept as JSON; one store gives the text of it, the other what it says."""
    kept = row["body"]
    found: dict[str, Any] = json.loads(kept) if isinstance(kept, str) else kept
    return found


@dataclass
class Accounts:
    """`counts` is what there was of everything, `wrong` one sentence for each thing amiss."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: object, sentence: str) -> None:
        if not holds:
            self.wrong.append(sentence)

    def __str__(self) -> str:
        return "\n".join(f"  {name:<44}{count:>8}" for name, count in sorted(self.counts.items()))


def audit(rows: Rows, crowd: Sequence[Person], outside: Outside) -> Accounts:
    accounts = Accounts()
    accounts.wrong.extend(rows.verified)
    accounts.counts["messages accepted"] = sum(len(burst) for one in crowd for burst in one.said)
    accounts.counts["brought again after a death"] = sum(one.again for one in crowd)
    _conversations(rows, accounts)
    _transcripts(rows, crowd, accounts)
    _consequences(rows, crowd, accounts)
    _outbox(rows, accounts)
    _received(rows, outside, accounts)
    for table in ("timer", "errand"):
        accounts.must(not rows.tables[table], f"{table}s were left: {rows.tables[table][:3]}")
    return accounts


def _conversations(rows: Rows, accounts: Accounts) -> None:
    """Lines and revisions without a gap."""
    lines, traces = _by(rows, "message", "number"), _by(rows, "trace", "revision")
    for one in rows.tables["conversation"]:
        key = one["id"]
        accounts.must(
            sorted(lines[key]) == list(range(1, one["messages"] + 1)),
            f"{key} has gaps in its lines",
        )
        gaps = set(range(1, one["revision"] + 1)) ^ set(traces[key])
        accounts.must(
            not gaps if not one["gateway"] else max(gaps, default=0) <= one["revision"],
            f"{key} has gaps in its revisions: {gaps}",
        )
    accounts.counts["conversations"] = len(rows.tables["conversation"])
    accounts.counts["turns"] = len(rows.tables["trace"])


def _by(rows: Rows, table: str, column: str) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows.tables[table]:
        found[row["conversation"]].append(row[column])
    return found


def _transcripts(rows: Rows, crowd: Sequence[Person], accounts: Accounts) -> None:
    """Each accepted message stands once, with its writer, and in the order of writing."""
    whose = {one["id"]: one["address"] or one["id"] for one in rows.tables["conversation"]}
    written: defaultdict[str, list[tuple[float, int, str]]] = defaultdict(list)
    for row in rows.tables["message"]:
        if row["side"] == "person":
            text = json.loads(row["body"])["text"]
            written[whose[row["conversation"]]].append((row["at"], row["number"], text))
    for person in crowd:
        stands = [text for _, _, text in sorted(written.pop(person.name, []))]
        for text, count in Counter(stands).items():
            accounts.must(count == 1, f"{text!r} stands there {count} times")
        wanted = [text for burst in person.said for text in burst]
        lost = set(wanted) - set(stands)
        accounts.must(not lost, f"lost: {sorted(lost)}")
        accounts.must(set(stands) <= set(wanted), f"never said: {set(stands) - set(wanted)}")
        burst = {text: number for number, burst in enumerate(person.said) for text in burst}
        order = [burst.get(text, 0) for text in stands]
        accounts.must(order == sorted(order), f"{person.name} stands in another order: {stands}")
        _beginnings(rows, person, accounts)
    accounts.must(not written, f"nobody wrote {dict(written)}")


def _beginnings(rows: Rows, person: Person, accounts: Accounts) -> None:
    """Two who write first at the same moment begin one conversation."""
    column = "id" if person.page else "address"
    begun = sum(one[column] == person.name for one in rows.tables["conversation"])
    greeted = 1 if person.page else sum(scene.HELLO in burst[0] for burst in person.said)
    accounts.must(0 < begun <= greeted, f"{person.name} has {begun} and greeted {greeted} times")


def _consequences(rows: Rows, crowd: Sequence[Person], accounts: Accounts) -> None:
    """Each message was obeyed once: it stands in one result, one send or one answer.

    What begins a conversation of a gateway is only written down. Words that come there too early
    are obeyed together, as the first of their kinds; on a page each is obeyed as what it is.
    """
    found = _obeyed(rows)
    first = _greetings(rows)
    for person in crowd:
        for text in (text for burst in person.said for text in burst):
            ways = found[text]
            accounts.must(len(ways) == (text not in first), f"{text!r} brought {ways}")
            kind = text.partition(" ")[0]
            if person.page:
                accounts.must(set(ways) <= scene.TRACES[kind], f"{text!r} brought {ways}")
    for ways in found.values():
        accounts.counts.update(f"obeyed: {way}" for way in ways)


def _greetings(rows: Rows) -> set[str]:
    """The words that began a conversation of a gateway, or began it anew after its end."""
    found: set[str] = set()
    for one in rows.tables["conversation"]:
        over = bool(one["gateway"])
        for row in rows.lines[one["id"]]:
            line = json.loads(row["body"])
            if over and row["side"] == "person":
                found.add(line["text"])
            over = line["kind"] == "ended"
    return found


def _obeyed(rows: Rows) -> defaultdict[str, list[str]]:
    """By message what came of it."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows.tables["fact"]:
        fact = json.loads(row["body"])
        for text in _SAID.findall(str(fact.get("raw", ""))):
            found[text].append(fact["name"])
    for row in rows.tables["outgoing"]:
        if row["gateway"] == scene.SMS:
            for text in _SAID.findall(parcels.decode(row["body"]).text):
                found[text].append(scene.SMS)
    for row in rows.tables["message"]:
        words = json.loads(row["body"]).get("text", "")
        if row["side"] == "flow" and words.startswith(scene.SAID):
            for text in _SAID.findall(words):
                found[text].append(scene.SAID)
    return found


def _outbox(rows: Rows, accounts: Accounts) -> None:
    """A row for everything that a committed turn says to others, and each is at rest."""
    told: defaultdict[str, list[tuple[tuple[int, ...], str]]] = defaultdict(list)
    for row in rows.tables["outgoing"]:
        if row["gateway"] == scene.BRIDGE:
            text = parcels.decode(row["body"]).text
            told[row["conversation"]].append((_place(row["key"]), text))
        accounts.must(row["state"] in (SENT, FAILED, AMBIGUOUS), f"{row['key']} is {row['state']}")
        accounts.counts[f"{row['gateway']} {row['state']}"] += 1
    for one in rows.tables["conversation"]:
        if one["gateway"]:
            shown = [text for _, text in sorted(told[one["id"]])]
            accounts.must(shown == _lines(rows, one["id"]), f"{one['id']} hears something else")


def _place(key: str) -> tuple[int, ...]:
    """Revision and index from the key of something that was said."""
    return tuple(int(part) for part in key.split("/")[1:])


def _lines(rows: Rows, conversation: str) -> list[str]:
    told = [json.loads(row["body"]) for row in rows.lines[conversation] if row["side"] == "flow"]
    return [one["text"] for one in told if one["kind"] in ("text", "prompt")]


def _received(rows: Rows, outside: Outside, accounts: Accounts) -> None:
    """What the outside took is what we say that we sent, and nothing else."""
    keys = {row["key"] for row in rows.tables["outgoing"]}
    for name, taken in outside.taken.items():
        accounts.must(set(taken) <= keys, f"{name} took what nobody kept: {set(taken) - keys}")
        accounts.counts[f"{name} took twice"] = sum(count > 1 for count in taken.values())
    for row in rows.tables["outgoing"]:
        count = outside.taken[row["gateway"]][row["key"]]
        known = row["gateway"] == scene.SMS  # so it may come again
        once = count == 1 or (count > 1 and known)
        holds = {SENT: once, FAILED: not count, AMBIGUOUS: count < 2 or known}.get(row["state"])
        accounts.must(holds, f"{row['key']} is {row['state']} and was taken {count} times")
    _in_order(rows, outside, accounts)
    twice = [key for key, count in outside.ordered.items() if count > 1]
    accounts.must(not twice, f"ordered twice: {twice}")
    accounts.counts["requests of the outside"] = outside.asked


def _in_order(rows: Rows, outside: Outside, accounts: Accounts) -> None:
    """What is said in one conversation comes in the order in which it was said."""
    first: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for key in outside.order:
        if key in outside.taken[scene.BRIDGE]:
            first[key.partition("/")[0]].append(_place(key))
    for key, places in first.items():
        early = [later for one, later in pairwise(places) if later < one]
        letters = {
            _place(one["key"]): one
            for one in rows.tables["outgoing"]
            if one["gateway"] == scene.BRIDGE and one["conversation"] == key
        }
        about = [
            (place, letters[place]["at"], letters[place]["tries"], letters[place]["error"])
            for place in sorted({*early, *(one for one in places if any(x < one for x in early))})
        ]
        accounts.must(not early, f"{key} heard us in another order: {early} of {about}")
