"""What people said is shown as they saw it, and as nothing else."""

from __future__ import annotations

import json
import re

import pytest

from flowengine.host.lines import HIDDEN, Line
from flowengine.runtime.effects import Choice
from flowengine.server.operators import conversation as module
from flowengine.store.records import Conversation, Fact, Outgoing, Publication, Trace, Turn, Upload
from tests.server.operators.conftest import NOW, Desk

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "</li></ol></main><form action=//evil>",
    "\u202egnp.exe",
    "javascript:alert(1)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(desk: Desk, text: str) -> None:
    fact = Fact(NOW, "saved", json.dumps({"name": text, "value": text, "category": text}))
    trace = Trace(
        1, NOW, json.dumps({"type": "said", "text": text}), text, text,
        json.dumps([{"type": text, "text": text}, {"type": "say", "text": text}]), 0.1, text,
    )  # fmt: skip
    out = Outgoing(
        f"talk1/{text}", "talk1", NOW, json.dumps({"text": text, "subject": text}), text, text
    )
    line = Line(
        kind="prompt", text=text, language="en", choices=(Choice(id=text, key="1", label=text),)
    )
    told = (
        ("flow", line),
        ("person", Line(kind="text", text=text)),
        ("flow", Line(kind="link", reference=text)),
        ("flow", Line(kind="picture", reference=text, text=text)),
        ("flow", Line(kind="contact", reference={"a": text})),
        ("person", Line(kind="file", text=text, reference={"upload": text})),
        ("flow", Line(kind="ended", text=text)),
        (text[:20], Line(kind=text, text=text)),
    )
    desk.talk(
        said=told, facts=(fact,), outgoing=(out,), trace=trace, flow=text, place=text,
        gateway="sms", address=text, channel=text, digest=text,
    )  # fmt: skip
    page = desk.get("/conversations/talk1")
    assert "49" not in re.sub(r"\d{4}-\d\d-\d\d.*?UTC|T\d\d:\d\d:\d\dZ|[0-9a-f]{64}", "", page)
    assert len(re.findall(r"<script", page)) == 1  # ours
    assert "<img src=x" not in page
    assert page.count("<form") == 1
    assert not re.search(r"<[^>]*\son\w+\s*=\s*'?alert", page)
    assert not re.search(r'(href|src)="javascript:', page)
    assert page.count("</main>") == 1


def test_reading_is_written_down_once(desk: Desk) -> None:
    desk.talk()
    desk.get("/conversations/talk1")
    desk.get("/conversations/talk1?since=0")
    assert desk.audits()[1:] == [("Olena", "read the conversation", "conversation/talk1")]


def test_a_page_shows_both_sides_with_what_could_be_picked(desk: Desk) -> None:
    choices = (Choice(id="a", key="1", label="Bread"), Choice(id="b", key="2", label="نان"))
    asks = Line(kind="prompt", text="*What* else?", language="en", choices=choices)
    said = (("flow", asks), ("person", Line(kind="text", text=HIDDEN)))
    desk.talk(said=said, prompt="{}")
    page = desk.get("/conversations/talk1")
    assert "<strong>What</strong> else?" in page
    assert '<li dir="auto">نان</li>' in page
    assert page.index("else?") < page.rindex(HIDDEN)
    assert f"{HIDDEN} stands for words" in page
    assert "waits for the person" in page
    assert "The &lt;shop&gt; &amp; more" in page


@pytest.mark.parametrize(
    ("reason", "told"), [("expired", "nobody went on with it"), ("unheard-of", "unheard-of")]
)
def test_how_it_ended_is_said_in_words(desk: Desk, reason: str, told: str) -> None:
    desk.talk(said=(("flow", Line(kind="ended", text=reason)),))
    page = desk.get("/conversations/talk1")
    assert f'<span class="soft">{told}</span>' in page
    assert "stands for words" not in page


def test_the_state_and_the_secret_of_a_conversation_are_on_no_page(desk: Desk) -> None:
    desk.talk(gateway="sms", address="+380671234567", channel="sms")
    page = desk.get("/conversations/talk1")
    assert "state of the interpreter" not in page
    assert "hash of the secret" not in page
    assert "+380671234567" not in page
    assert "+38•••67" in page


def test_a_long_conversation_is_shown_in_pieces(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LINES", 10)
    desk.talk(said=tuple(("flow", Line(kind="text", text=f"line {n}.")) for n in range(1, 26)))
    last = desk.get("/conversations/talk1")
    assert re.findall(r"line (\d+)\.", last) == [str(n) for n in range(16, 26)]
    assert 'href="?since=5"' in last
    middle = desk.get("/conversations/talk1?since=5")
    assert re.findall(r"line (\d+)\.", middle) == [str(n) for n in range(6, 16)]
    assert 'href="?since=0"' in middle
    assert 'href="?since=15"' in middle


def test_the_version_it_is_pinned_to_leads_to_its_publication(desk: Desk) -> None:
    desk.do(desk.store.publish, Publication("shop", 0, "other", NOW))
    desk.do(desk.store.publish, Publication("shop", 0, "d" * 64, NOW))
    desk.talk()
    assert '<a href="/operators/versions#shop">shop 2</a>' in desk.get("/conversations/talk1")


def with_file(desk: Desk, name: str = "door.jpg", kind: str = "image/jpeg") -> Conversation:
    before = desk.talk()
    upload = Upload("file1", NOW, name, kind, b"<script>alert(1)</script>")
    return desk.do(desk.store.commit, Turn(before, uploads=(upload,)))


def test_a_file_is_saved_and_never_run_and_taking_it_is_written_down(desk: Desk) -> None:
    with_file(desk, 'a\r\nb".html', "text/html")
    answer = desk.client.get("/operators/conversations/talk1/files/file1")
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert desk.audits()[-1] == ("Olena", "took the file", "conversation/talk1/file1")


def test_a_file_is_found_only_in_its_conversation(desk: Desk) -> None:
    with_file(desk)
    desk.talk("talk2")
    desk.get("/conversations/talk2/files/file1", 404)
    desk.get("/conversations/talk1/files/nothing", 404)
    assert desk.audits()[1:] == []
