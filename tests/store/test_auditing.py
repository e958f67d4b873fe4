"""Who did what: in order, and not to be changed unnoticed; on every store."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.auditing import chained, key, name
from flowengine.store.records import Audit
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.database import Database
    from flowengine.store.script import Script


async def noted(store: Database, count: int) -> None:
    for number in range(count):
        await store.note(Audit(float(number), "user/olena", "read", f"conversation/c{number}"))


async def tampered(store: Database, sql: str, *values: object) -> None:
    def script() -> Script[None]:
        yield Ask(sql, values)

    await store._engine.write(script)


async def test_who_did_what_is_told_newest_first_and_page_by_page(store: Database) -> None:
    """All at one moment: a page's end loses none of them."""
    for number in range(5):
        await store.note(Audit(7.0, "Olha", "read", f"conversation/c{number}"))
    await store.note(Audit(6.0, "Olha", "erased", "contact/p1"))
    got: list[Audit] = []
    while page := await store.audits(
        before=got[-1].at if got else 0.0, behind=got[-1].number if got else 0, limit=2
    ):
        got += page
    assert [one.subject for one in got] == [
        *(f"conversation/c{number}" for number in (4, 3, 2, 1, 0)),
        "contact/p1",
    ]
    assert (got[0].at, got[0].who, got[0].what) == (7.0, "Olha", "read")


async def test_the_chain_holds_while_many_write_at_once(store: Database) -> None:
    await asyncio.gather(*(noted(store, 5) for _ in range(6)))
    assert await store.verify() == ()
    number, last = await store.audit_head()
    assert number == max(one.number for one in await store.audits())
    assert len(last) == 64


TAMPERED = [
    ("UPDATE audit SET who = 'user/nobody' WHERE subject = 'conversation/c2'", 2),
    ("UPDATE audit SET at = at + 1 WHERE subject = 'conversation/c1'", 1),
    ("DELETE FROM audit WHERE subject = 'conversation/c2'", 3),
    ("DELETE FROM audit WHERE subject = 'conversation/c4'", 4),  # the last
    ("UPDATE audit SET hash = '' WHERE subject = 'conversation/c2'", 2),
    ("UPDATE audit SET who = 'user/nobody' WHERE subject = 'conversation/c0'", 0),  # the first
    ("UPDATE audit SET hash = '' WHERE subject = 'conversation/c0'", 1),
]


@pytest.mark.parametrize(("sql", "found"), TAMPERED)
async def test_whatever_is_changed_or_taken_out_breaks_the_chain(
    store: Database, sql: str, found: int
) -> None:
    await noted(store, 5)
    rows = {one.subject: one.number for one in await store.audits()}
    await tampered(store, sql)
    (sentence,) = await store.verify()
    assert f"row {rows[f'conversation/c{found}']}:" in sentence


ONE, OTHER = key("a key of the desk"), key("another key")


@pytest.mark.parametrize(("sql", "found"), TAMPERED)
async def test_under_a_key_it_breaks_as_well(store: Database, sql: str, found: int) -> None:
    store.key_audit(ONE)
    await test_whatever_is_changed_or_taken_out_breaks_the_chain(store, sql, found)


@pytest.mark.parametrize(
    ("forger", "told"),
    [(b"", "not under the key"), (OTHER, "not under the key"), (ONE, "")],
)
async def test_who_knows_no_key_cannot_make_a_row_anew(
    store: Database, forger: bytes, told: str
) -> None:
    """Only with the key itself, which is in no database."""
    store.key_audit(ONE)
    await noted(store, 2)
    (_, before), last = await store.audit_head(), Audit(2.0, "user/nobody", "read", "x")
    await noted(store, 1)
    forged = chained(before, last.at, last.who, last.what, last.subject, forger)
    await tampered(
        store,
        "UPDATE audit SET at = 2.0, who = 'user/nobody', subject = 'x', hash = ?"
        " WHERE number = (SELECT max(number) FROM audit)",
        forged,
    )
    await tampered(store, "UPDATE audit_head SET hash = ?", forged)
    found = await store.verify()
    assert [told in sentence for sentence in found] == ([True] if told else [])


async def test_a_chain_from_before_the_key_stays_as_it_was_and_is_looked_at(
    store: Database,
) -> None:
    await noted(store, 2)
    store.key_audit(ONE)
    await noted(store, 3)
    assert await store.verify() == ()
    assert await store.audit_keys() == {"": 2, name(ONE): 3}
    await tampered(
        store,
        "UPDATE audit SET who = 'x' WHERE number = (SELECT min(number) + 1 FROM audit)",
    )
    assert len(await store.verify()) == 1


async def test_another_key_goes_on_from_an_older_one(store: Database) -> None:
    store.key_audit(ONE)
    await noted(store, 2)
    store.key_audit(OTHER)
    await noted(store, 1)
    assert await store.verify() == ()
    assert await store.audit_keys() == {name(ONE): 2, name(OTHER): 1}
    store.key_audit(b"")
    assert await store.verify() == ()  # nothing of it can be looked at but the order
    store.key_audit(ONE)
    assert "not under the key" in (await store.verify())[0]


async def test_once_there_is_a_key_a_row_without_one_is_told(store: Database) -> None:
    store.key_audit(ONE)
    await noted(store, 2)
    store.key_audit(b"")
    await noted(store, 1)
    number, _ = await store.audit_head()
    for given in (ONE, OTHER, b""):
        store.key_audit(given)
        (sentence,) = await store.verify()
        assert f"Row {number} of the audit is not under the key" in sentence


def test_the_name_of_a_key_tells_nothing_of_it_and_none_has_none() -> None:
    assert (key(""), name(b"")) == (b"", "")
    assert name(ONE) != name(OTHER)
    assert name(ONE) not in ONE.hex()


async def test_what_is_forgotten_in_good_order_breaks_nothing(store: Database) -> None:
    """Moments are not in the order of rows: nodes have clocks of their own."""
    for at in (1.0, 9.0, 2.0, 3.0):
        await store.note(Audit(at, "user/olena", "read", ""))
    assert await store.forget("audit", 5.0, 10) == 1
    assert [one.at for one in await store.audits()] == [9.0, 3.0, 2.0]
    assert await store.verify() == ()
    assert await store.forget("audit", 10.0, 1) == 1
    assert await store.forget("audit", 10.0, 10) == 1
    assert [one.at for one in await store.audits()] == [3.0]  # the last one stays
    assert await store.verify() == ()
    await noted(store, 2)
    assert await store.verify() == ()


async def test_rows_from_before_there_was_a_chain_are_left_alone(store: Database) -> None:
    assert await store.audit_head() == (0, "")
    old = "INSERT INTO audit (at, who, what, subject) VALUES (1.0, 'a', 'b', 'c')"
    await tampered(store, old)
    assert await store.verify() == ()
    await noted(store, 2)
    assert await store.verify() == ()
    await tampered(store, "DELETE FROM audit_head")
    assert await store.audit_head() == (0, "")
    assert len(await store.verify()) == 1


async def test_a_chain_goes_on_after_a_restart(store: Database, stores: Any) -> None:
    await noted(store, 3)
    before = await store.audit_head()
    await stores.again()
    store = stores._open[-1]
    assert await store.audit_head() == before
    await noted(store, 1)
    assert await store.verify() == ()
