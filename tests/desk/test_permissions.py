from __future__ import annotations

from importlib import resources

import pytest

from flowengine.desk import items
from flowengine.desk.items import Guest, Item
from flowengine.desk.people import ADMINISTRATOR, AGENT, AUDITOR, SUPERVISOR, User
from flowengine.desk.permissions import (
    ACTIONS,
    CONDITIONS,
    RECENT,
    RULES,
    Mistaken,
    Permissions,
    allowed,
    read,
)

NOW = 1_790_000_000.0


def user(*roles: str, key: str = "olena", queues: tuple[str, ...] = ("help",)) -> User:
    return User(id=key, name=key, shown=key.title(), roles=roles, queues=queues)


def item(state: str = items.ACTIVE, **about: object) -> Item:
    given: dict[str, object] = {"agent": "olena", "since": NOW, **about}
    return Item(id="i1", conversation="c1", queue="help", channel="chat", state=state, **given)  # type: ignore[arg-type]


OLENA = user(AGENT)
COLLEAGUE = user(AGENT, key="marko")
FOREIGN = user(AGENT, key="ivan", queues=("legal",))
SOFIA = user(SUPERVISOR, key="sofia", queues=("*",))
PARTNER = user(SUPERVISOR, key="petra", queues=("legal",))
ADA = user(ADMINISTRATOR, key="ada", queues=())
AUGUST = user(AUDITOR, key="august", queues=())
EVERYBODY = (OLENA, COLLEAGUE, FOREIGN, SOFIA, PARTNER, ADA, AUGUST)

# Who may, of everybody, with Olena's conversation in the queue `help`.
WHO = {
    "item.offer": {"olena", "marko"},
    "item.accept": set(),
    "item.pull": set(),
    "item.read": {"olena", "sofia"},
    "item.talk": {"olena"},
    "item.remark": {"olena", "sofia"},
    "item.invite": {"olena", "sofia"},
    "item.send_back": {"olena"},
    "item.callback": {"olena"},
    "item.close": {"olena", "sofia"},
    "item.transfer": {"olena", "sofia"},
    "item.raise": {"olena", "sofia"},
    "item.lower": {"sofia"},
    "item.why": {"olena", "sofia", "ada"},
    "item.listen": {"sofia"},
    "item.whisper": {"sofia"},
    "item.barge": {"sofia"},
    "item.takeover": {"sofia"},
    "item.reassign": {"sofia"},
    "item.hide": set(),
    "contact.read": {"olena", "sofia"},
    "contact.reveal": {"sofia"},
    "recording.listen": {"sofia"},
    "status.set": {"olena", "marko", "ivan"},
    "status.others": {"sofia"},
    "queue.read": {"olena", "marko", "sofia"},
    "queue.switch": {"sofia"},
    "board.read": {"sofia", "petra"},
    "report.read": {"sofia", "august"},
    "report.agent": {"sofia"},
    "user.read": {"sofia", "ada"},
    "user.write": {"ada"},
    "audit.read": {"ada", "august"},
    "export": {"sofia", "ada"},
}


@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_is_for_these_and_nobody_else(action: str) -> None:
    may = {one.id for one in EVERYBODY if allowed(one, action, item(), at=NOW)}
    assert may == WHO[action]


def test_an_action_that_there_is_not_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        allowed(SOFIA, "item.delete", item())


def test_whoever_is_disabled_may_nothing() -> None:
    gone = User(
        id="olena",
        name="olena",
        shown="Olena",
        roles=(AGENT, SUPERVISOR, ADMINISTRATOR, AUDITOR),
        queues=("*",),
        disabled=True,
    )
    assert not any(allowed(gone, action, item(), at=NOW, queue="help") for action in ACTIONS)


STATES = {
    # state: what Olena, who has it or is offered it, may do with it
    items.WAITING: {"item.read": False, "item.talk": False, "item.accept": False},
    items.OFFERED: {
        "item.read": True,
        "item.talk": False,
        "item.accept": True,
        "item.close": False,
    },
    items.ACTIVE: {"item.read": True, "item.talk": True, "item.accept": False, "item.close": True},
    items.LOST: {"item.read": True, "item.talk": True, "item.close": True},
    items.WRAP_UP: {"item.read": True, "item.talk": False, "item.close": True},
    items.CLOSED: {"item.read": True, "item.talk": False, "item.close": False},
    items.ABANDONED: {"item.read": True, "item.talk": False, "item.close": False},
}


@pytest.mark.parametrize("state", STATES)
def test_an_agent_may_what_the_state_allows(state: str) -> None:
    agent = "" if state == items.WAITING else "olena"
    one = item(state, agent=agent)
    found = {action: allowed(OLENA, action, one, at=NOW) for action in STATES[state]}
    assert found == STATES[state]


def test_what_an_agent_has_closed_is_theirs_to_read_for_a_day() -> None:
    closed = item(items.CLOSED)
    assert allowed(OLENA, "item.read", closed, at=NOW + RECENT)
    assert not allowed(OLENA, "item.read", closed, at=NOW + RECENT + 1)
    assert not allowed(COLLEAGUE, "item.read", closed, at=NOW)


def test_f35_a_transfer_takes_the_conversation_from_who_had_it() -> None:
    for after in (item(items.WAITING, agent=""), item(items.OFFERED, agent="marko")):
        assert not any(
            allowed(OLENA, action, after, at=NOW)
            for action in ("item.read", "item.talk", "item.remark", "contact.read", "item.close")
        )


def test_what_waits_can_be_pulled_in_a_queue_of_ones_own() -> None:
    for state, may in ((items.WAITING, True), (items.LATER, True), (items.OFFERED, False)):
        assert allowed(COLLEAGUE, "item.pull", item(state, agent="")) is may
    assert not allowed(FOREIGN, "item.pull", item(items.WAITING, agent=""))
    assert allowed(FOREIGN, "item.pull", item(items.WAITING, agent="", also=("legal",)))


@pytest.mark.parametrize(
    ("mode", "talks"),
    [("consult", False), ("talk", True), ("listen", False), ("whisper", False), ("barge", True)],
)
def test_a_guest_reads_and_talks_where_they_were_asked_to(mode: str, talks: bool) -> None:
    one = item(guests=(Guest("ivan", mode),))
    assert allowed(FOREIGN, "item.read", one)
    assert allowed(FOREIGN, "item.talk", one) is talks
    assert not allowed(FOREIGN, "item.close", one)
    over = item(items.CLOSED, guests=(Guest("ivan", mode),))
    assert not allowed(FOREIGN, "item.read", over, at=NOW)


def test_without_an_item_the_named_queue_counts() -> None:
    assert allowed(SOFIA, "queue.switch", queue="help")
    assert not allowed(PARTNER, "queue.switch", queue="help")
    assert allowed(PARTNER, "queue.switch", queue="legal")
    assert allowed(SOFIA, "queue.switch")  # of all that there are
    assert not allowed(PARTNER, "queue.switch")
    assert not allowed(OLENA, "item.talk")


@pytest.mark.parametrize(
    ("own", "theirs", "may"),
    [
        (("legal",), ("legal",), True),
        (("legal",), ("help", "legal"), True),
        (("legal",), ("help",), False),
        (("legal",), ("*",), True),
        (("legal",), (), False),
        (("*",), ("help",), True),
        (("*",), (), True),
        ((), ("*",), False),
        ((), ("help",), False),
    ],
)
def test_a_supervisor_has_to_do_with_who_answers_a_queue_of_theirs(
    own: tuple[str, ...], theirs: tuple[str, ...], may: bool
) -> None:
    supervisor = user(SUPERVISOR, key="petra", queues=own)
    agent = user(AGENT, queues=theirs)
    assert allowed(supervisor, "status.others", of=agent) is may
    assert allowed(supervisor, "user.read", of=agent) is may
    assert not allowed(agent, "status.others", of=agent)


def test_own_rules_replace_single_ones() -> None:
    rules = read(
        'item.listen = []\n"export" = [["is_administrator"], ["is_auditor"]]\n'
        '[recording]\nlisten = [["is_supervisor", "is_owner"]]\n'
        '[user]\nread = [["everyone"]]\n'
    )
    assert not rules.allowed(SOFIA, "item.listen", item())
    assert rules.allowed(SOFIA, "item.whisper", item())
    assert rules.allowed(AUGUST, "export")
    assert not rules.allowed(SOFIA, "export")
    assert not rules.allowed(SOFIA, "recording.listen", item())
    assert rules.allowed(OLENA, "user.read")
    assert read("") == Permissions()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("item.listen = [", "is no TOML"),
        ("item.lisen = []", "no action. Did you mean item.listen?"),
        ("fly = []", "no action. There are: audit.read, "),
        ('export = "nobody"', "no list of lists"),
        ('export = ["is_agent"]', "no list of lists"),
        ("export = [[]]", "no list of lists"),
        ("export = [[1]]", "no list of lists"),
        ("item = []", "a rule for item, which is no action"),
        ('export = [["is_agnt"]]', "no condition. Did you mean is_agent?"),
    ],
)
def test_a_rule_that_is_not_understood_is_told(text: str, told: str) -> None:
    with pytest.raises(Mistaken) as error:
        read(text)
    assert told in str(error.value)


def test_every_rule_asks_for_conditions_that_there_are() -> None:
    assert {name for ways in RULES.values() for way in ways for name in way} <= set(CONDITIONS)


def test_every_action_and_condition_is_in_the_manual() -> None:
    page = (resources.files("flowengine.manual") / "people.md").read_text(encoding="utf-8")
    assert [name for name in (*ACTIONS, *CONDITIONS) if f"`{name}`" not in page] == []
