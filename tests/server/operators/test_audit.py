from __future__ import annotations

import re

import pytest

from flowengine.server.operators.audit import ROWS, leads
from flowengine.store.records import Audit
from tests.server.operators.conftest import NOW, Desk


def test_who_did_what_is_shown_as_text(desk: Desk) -> None:
    hostile = "<script>alert(1)</script>"
    desk.do(desk.store.note, Audit(NOW, hostile, hostile, f"conversation/{hostile}"))
    page = desk.get("/audit")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;") == 3


def test_nothing_is_lost_between_two_pages_of_one_time(desk: Desk) -> None:
    for number in range(ROWS + 7):
        desk.do(desk.store.note, Audit(NOW, "Ivan", f"did {number:04}", ""))
    first = desk.get("/audit")
    further = re.search(r'href="/operators(/audit\?[^"]*before[^"]*)"', first)
    assert further
    second = desk.get(further[1].replace("&amp;", "&"))
    assert len(re.findall(r"did \d{4}", first + second)) == ROWS + 7
    assert len(set(re.findall(r"did \d{4}", first + second))) == ROWS + 7


@pytest.mark.parametrize(
    ("subject", "address"),
    [
        ("conversation/talk1", "/operators/conversations/talk1"),
        ("conversation/talk1/file1", "/operators/conversations/talk1"),
        ("contact/p1", "/operators/contacts/p1"),
        ("message/talk1/send/1", "/operators/message?key=talk1%2Fsend%2F1"),
        ("flow/shop", ""),
        ("token/3", ""),
        ("", ""),
        ("conversation/", ""),
        ("contact/../../evil", "/operators/contacts/..%2F..%2Fevil"),
    ],
)
def test_a_subject_leads_to_its_page(subject: str, address: str) -> None:
    assert leads(subject) == address
