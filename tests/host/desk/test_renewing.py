"""A call is asked for a second time: one promise, the newer wish, and the person knows it."""

from __future__ import annotations

from flowengine.desk import items
from flowengine.host.wish import Wish
from tests.host.desk.conftest import Talks, Work
from tests.host.desk.shift import Shift
from tests.host.desk.talks import Office

TOLD = "You had asked for a call already."
PHONED = "One of us is just phoning this number"
CALL = """flow line "The line"
channels chat, sms
languages en, uk

slots
  number: phone

queue people

start:
  menu "Shall we call?"
    uk: "Зателефонувати?"
    1 "Now" -> now
      uk: "Зараз"
    2 "Tomorrow" -> tomorrow
      uk: "Завтра"

now:
  set number = "+385911234567"
  send callback to number "Please call."
    for people
    safe = yes
    uk: "Подзвоніть."
  say "We will call you."
    uk: "Ми подзвонимо."
  -> start

tomorrow:
  set number = "+385911234567"
  send callback to number "Please call tomorrow."
    for people
    at = now + days(1)
    safe = no
    uk: "Подзвоніть завтра."
  say "We will call you tomorrow."
    uk: "Ми подзвонимо завтра."
  -> start
"""


async def iryna(shift: Shift) -> str:
    """Somebody whom we know, wherever they come from."""
    return (await shift.store.identify("sms", "+385911234567", shift.now)).id


def test_who_asks_again_from_elsewhere_is_told_and_called_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        known = await iryna(shift)
        first = await shift.person("4", contact=known)
        assert not any(TOLD in line for line in await shift.heard(first))
        shift.now += 60.0
        second = await shift.person("4", contact=known)
        assert sum(TOLD in line for line in await shift.heard(second)) == 1
        (promise,) = await shift.store.items(states=tuple(items.OPEN))
        assert (promise.conversation, promise.joined) == (first, shift.now - 60.0)
        assert await shift.logged(promise) == ["joined", "renewed"]
        # When it has been kept a further one is one of its own.
        olena = await shift.agent("olena")
        await shift.look()
        await shift.desk.accept(olena, (await shift.item(promise)).token)
        await shift.desk.close(olena, promise.id, "Advice")
        third = await shift.person("4", contact=known)
        assert not any(TOLD in line for line in await shift.heard(third))

    work(scene)


def test_who_types_a_number_does_not_learn_that_it_has_asked_for_a_call(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        first = await shift.person("4", contact=await iryna(shift))
        alone = await shift.heard(first)
        stranger = await shift.person("4")
        assert await shift.heard(stranger) == alone
        await shift.look()
        promise = await shift.of(first)
        await shift.desk.accept(olena, promise.token)
        other = (await shift.store.identify("sms", "+385911111111", shift.now)).id
        for contact in ("", other):
            stranger = await shift.person("4", contact=contact)
            assert await shift.heard(stranger) == alone
        (one,) = await shift.store.items()
        assert one.id == promise.id

    work(scene)


def test_who_asks_again_while_they_are_phoned_is_told_and_phoned_by_nobody_else(
    work_here: Work,
) -> None:
    async def scene(shift: Shift) -> None:
        olena, marko = [await shift.agent(name) for name in ("olena", "marko")]
        known = await iryna(shift)
        first = await shift.person("4", contact=known)
        await shift.look()
        promise = await shift.of(first)
        agents = {"olena": olena, "marko": marko}
        await shift.desk.accept(agents[promise.agent], promise.token)
        second = await shift.person("4", contact=known)
        heard = await shift.heard(second)
        assert (sum(PHONED in line for line in heard), any(TOLD in line for line in heard)) == (
            1, False
        )  # fmt: skip
        await shift.look()
        (one,) = await shift.store.items()
        assert (one.id, one.agent, one.state) == (promise.id, promise.agent, items.ACTIVE)
        # In vain: it is made again as they wish it now, and at once.
        await shift.desk.tried(agents[promise.agent], promise.id, "no answer")
        one = await shift.item(promise)
        assert (one.state, one.joined, one.tries) == (items.WAITING, promise.joined, 0)
        assert (await shift.logged(promise))[-3:] == ["wished", "tried", "renewed"]
        # It reaches them; who asks again while that is written down is promised a further call.
        await shift.look()
        one = await shift.item(promise)
        await shift.desk.accept(agents[one.agent], one.token)
        await shift.desk.finish(agents[one.agent], one.id)
        third = await shift.person("4", contact=known)
        assert not any(TOLD in line or PHONED in line for line in await shift.heard(third))
        assert (await shift.of(third)).state == items.WAITING
        await shift.desk.tried(agents[one.agent], one.id, "busy")  # in vain after all
        one = await shift.item(promise)
        assert (one.state, one.outcome) == (items.CLOSED, "busy")
        (left,) = await shift.store.items()
        assert left.conversation == third

    work_here(scene)


def test_the_word_stands_before_the_next_question_in_the_persons_language(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.serves(CALL)
        begun = await office.conversations.begin("line", channel="chat", wish=Wish(language="uk"))
        key = begun.conversation.id
        for pick in ("1", "2"):
            await office.conversations.say(key, pick)
        lines = [text for side, text in await office.said(key) if side == "flow"]
        assert lines[-3:-1] == ["Ми подзвонимо завтра.", lines[-2]]
        assert lines[-2].startswith("Ви вже просили про дзвінок.")
        assert lines[-1].startswith("Зателефонувати?")
        (promise,) = await office.store.items(conversation=key)
        assert (promise.state, promise.safe) == ("later", "no")
        found = await office.conversations.read(key, 0)
        numbers = [number for number, _, _ in found]
        assert numbers == list(range(1, len(numbers) + 1))

    talks(scene)


def test_by_sms_it_goes_out_behind_the_rest(talks: Talks) -> None:
    async def scene(office: Office) -> None:
        office.serves(CALL)
        about = {"channel": "sms", "gateway": "sms", "address": "+380501234567"}
        begun = await office.conversations.begin("line", **about)
        for pick in ("1", "1"):
            office.now += 60.0
            await office.conversations.say(begun.conversation.id, pick)
        sent = sorted(await office.store.outgoing(conversation=begun.conversation.id),
                      key=lambda one: one.at)  # fmt: skip
        assert TOLD in sent[-1].body
        assert sent[-1].to == "+380501234567"
        assert len({one.at for one in sent}) == len(sent)

    talks(scene)
