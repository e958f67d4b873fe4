from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.server.api.conftest import Program, Server


def texts(found: dict[str, object]) -> list[str]:
    lines = found["lines"]
    assert isinstance(lines, list)
    return [one["text"] for one in lines]


def test_a_program_begins_a_conversation_and_reads_it(crm: Program) -> None:
    answer = crm("POST", "/conversations", json={"flow": "desk", "values": {"campus": "Lviv"}})
    found = answer.json()
    where = answer.headers["location"].removeprefix("/api/v1")
    assert (answer.status_code, crm.get(where)) == (201, found)
    assert (found["flow"], found["channel"], found["state"]) == ("desk", "chat", "person")
    assert [one["label"] for one in found["question"]["choices"]][:2] == [
        "Leave a name",
        "A person",
    ]
    lines = crm.get(f"{where}/transcript")
    assert texts(lines) == ["Welcome, Lviv.", "What would you like?"]
    assert lines["more"] is False


def test_an_entry_begins_elsewhere(crm: Program) -> None:
    assert crm.begin(entry="call_me")["question"]["text"] == "Your name?"


def test_what_the_person_says_brings_results(crm: Program) -> None:
    talk = crm.begin()["id"]
    first = crm.tell(talk, "said", text="1")
    assert texts(first) == ["1", "Your name?"]
    after = crm.tell(talk, "said", text="Olena")
    assert texts(after) == ["Olena", "Thank you, Olena.", "What would you like?"]
    assert after["conversation"]["results"] == {
        "Name": {"value": "Olena", "category": "Olena", "raw": "Olena"}
    }
    assert after["conversation"]["tags"] == ["named"]
    assert (after["replayed"], after["conversation"]["lines"]) == (False, 7)


def test_a_button_is_picked_once(crm: Program) -> None:
    begun = crm.begin()
    turn, choice = begun["question"]["turn"], begun["question"]["choices"][0]["id"]
    picked = {"event": "picked", "turn": turn, "choice": choice}
    path = f"/conversations/{begun['id']}/events"
    assert texts(crm.post(path, **picked)) == ["Leave a name", "Your name?"]
    late = crm("POST", path, json=picked)
    assert (late.status_code, late.json()["code"]) == (409, "too-late")


@pytest.mark.parametrize(
    "event",
    [{"event": "came back"}, {"event": "delivery failed", "reason": "unknown number"},
     {"event": "delivery failed"}],
)  # fmt: skip
def test_what_nobody_said_is_no_line_of_the_person(crm: Program, event: dict[str, str]) -> None:
    talk = crm.begin()["id"]
    after = crm.post(f"/conversations/{talk}/events", **event)
    assert [one["side"] for one in after["lines"]] == ["flow"] * len(after["lines"])
    assert after["conversation"]["state"] == "person"


@pytest.mark.parametrize("text", ["\u202eolleh", "   ", "\x07"])
def test_words_that_cannot_be_read_are_refused(crm: Program, text: str) -> None:
    talk = crm.begin()["id"]
    answer = crm("POST", f"/conversations/{talk}/events", json={"event": "said", "text": text})
    assert answer.status_code == 400
    assert crm.get(f"/conversations/{talk}")["lines"] == 2


# ---------------------------------------------------------------- once


def test_the_same_key_again_is_the_same_conversation(crm: Program, operator: Program) -> None:
    first = crm.begin(key="order-7")
    again = crm.begin(key="order-7", status=200)
    assert again == first
    assert len(operator.get("/conversations")["conversations"]) == 1


def test_the_same_key_with_another_body_is_refused(crm: Program) -> None:
    crm.begin(key="order-7")
    answer = crm(
        "POST",
        "/conversations",
        json={"flow": "desk", "entry": "call_me"},
        headers={"idempotency-key": "order-7"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "key-used")


def test_the_key_of_another_program_is_another_key(server: Server, crm: Program) -> None:
    other = server.program("till")
    assert crm.begin(key="order-7")["id"] != other.begin(key="order-7")["id"]
    assert crm.begin()["id"] != crm.begin()["id"]


def test_the_same_key_goes_on_standing_for_a_conversation_that_went_on(crm: Program) -> None:
    talk = crm.begin(key="order-7")["id"]
    crm.tell(talk, "said", text="1")
    again = crm.begin(key="order-7", status=200)
    assert (again["id"], again["question"]["text"]) == (talk, "Your name?")
    crm.post(f"/conversations/{talk}/end", erase=True)
    assert crm.begin(key="order-7", status=200)["state"] == "ended"


def test_many_at_once_with_one_key_begin_one(crm: Program, operator: Program) -> None:
    body = {"flow": "desk"}
    headers = {"idempotency-key": "order-7"}
    with ThreadPoolExecutor(8) as pool:
        asked = [
            pool.submit(crm, "POST", "/conversations", json=body, headers=headers) for _ in range(8)
        ]
        answers = [one.result() for one in asked]
    assert sorted(one.status_code for one in answers) == [200] * 7 + [201]
    assert len({one.json()["id"] for one in answers}) == 1
    assert len(operator.get("/conversations")["conversations"]) == 1


def test_the_same_event_again_does_nothing(crm: Program) -> None:
    talk = crm.begin()["id"]
    first = crm.tell(talk, "said", key="m1", text="1")
    again = crm.tell(talk, "said", key="m1", text="1")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert again["conversation"] == first["conversation"]
    assert again["lines"] == []


def test_the_channel_is_that_of_the_gateway_unless_it_is_named(crm: Program) -> None:
    where = {"gateway": "sms", "address": "+380501112233"}
    assert crm.begin(**where)["channel"] == "sms"
    assert crm.begin()["channel"] == "chat"
    answer = crm("POST", "/conversations", json={"flow": "desk", "channel": "chat", **where})
    assert (answer.status_code, answer.json()["code"]) == (400, "no-gateway")


def test_an_address_has_one_open_conversation(crm: Program) -> None:
    where = {"gateway": "sms", "address": "+380501112233", "channel": "sms"}
    talk = crm.begin(**where)
    assert talk["contact"]
    answer = crm("POST", "/conversations", json={"flow": "desk", **where})
    assert (answer.status_code, answer.json()["code"]) == (409, "address-busy")
    crm.post(f"/conversations/{talk['id']}/end")
    assert crm.begin(**where)["contact"] == talk["contact"]


# ---------------------------------------------------------------- ending and lists


def test_a_conversation_is_ended_and_stays(crm: Program) -> None:
    talk = crm.begin()["id"]
    for _ in range(2):
        assert crm.post(f"/conversations/{talk}/end")["state"] == "ended"
    assert texts(crm.get(f"/conversations/{talk}/transcript"))[0] == "Welcome, stranger."
    late = crm("POST", f"/conversations/{talk}/events", json={"event": "said", "text": "1"})
    assert (late.status_code, late.json()["code"]) == (409, "ended")


def test_a_conversation_that_is_erased_leaves_nothing(crm: Program) -> None:
    talk = crm.begin(entry="call_me")["id"]
    crm.tell(talk, "said", text="Olena")
    after = crm.post(f"/conversations/{talk}/end", erase=True)
    assert (after["state"], after["results"], after["question"]) == ("ended", {}, None)
    assert [one["kind"] for one in crm.get(f"/conversations/{talk}/transcript")["lines"]] == [
        "ended"
    ]


def test_a_transcript_is_read_in_pages(crm: Program) -> None:
    talk = crm.begin()["id"]
    crm.tell(talk, "said", text="1")
    numbers: list[int] = []
    more = True
    while more:
        since = numbers[-1] if numbers else 0
        page = crm.get(f"/conversations/{talk}/transcript", since=since, limit=3)
        numbers += [one["number"] for one in page["lines"]]
        more = page["more"]
    assert numbers == [1, 2, 3, 4]


def test_operators_list_all_and_read_how_each_turn_went(crm: Program, operator: Program) -> None:
    talks = [crm.begin()["id"] for _ in range(5)]
    crm.post(f"/conversations/{talks[0]}/end")
    found: list[str] = []
    cursor = ""
    for _ in range(3):
        page = operator.get("/conversations", cursor=cursor, limit=2)
        found += [one["id"] for one in page["conversations"]]
        cursor = page["next"]
    assert sorted(found) == sorted(talks)
    assert cursor == ""
    ended = operator.get("/conversations", state="ended")["conversations"]
    assert [one["id"] for one in ended] == [talks[0]]
    (trace,) = operator.get(f"/conversations/{talks[1]}/traces")["traces"]
    assert trace["after"].startswith("desk.main")
    assert [one["type"] for one in trace["effects"]][:1] == ["say"]
