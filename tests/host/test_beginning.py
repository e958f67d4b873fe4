from __future__ import annotations

import pytest

from flowengine.host import keys
from flowengine.host.beginning import Beginning, fresh
from flowengine.host.refusal import Refusal
from flowengine.host.wish import Wish
from flowengine.language.compile import compile_flow
from flowengine.language.program import Program
from flowengine.language.project import Sources

FLOW = """flow line "Line"
languages en, uk
channels chat, sms

start:
  say "Hello."
  end
"""


@pytest.fixture
def program() -> Program:
    found = compile_flow(Sources({"line.flow": FLOW}), "line").program
    assert found is not None
    return found


def test_whoever_comes_to_our_page_gets_a_name_and_a_secret(program: Program) -> None:
    wanted = Beginning(flow="line", channel="chat", contact="k1")
    row, session, token = fresh(program, wanted, 7.0)
    other, others, another = fresh(program, wanted, 7.0)
    assert keys.opens(token, row.token)
    assert token.encode() not in row.token
    assert len({row.id, other.id}) == len({token, another}) == 2
    assert session.seed != others.seed
    assert (row.flow, row.channel, row.contact) == ("line", "chat", "k1")
    assert (row.digest, row.began, row.changed, row.revision) == (program.digest, 7.0, 7.0, 0)


def test_whoever_has_a_key_and_a_secret_keeps_them(program: Program) -> None:
    wanted = Beginning(
        flow="line", channel="sms", key="c1", owner=b"hash", gateway="sms", address="+100"
    )
    row, _, token = fresh(program, wanted, 7.0)
    assert (row.id, row.token, token) == ("c1", b"hash", "")
    assert (row.gateway, row.address) == ("sms", "+100")


@pytest.mark.parametrize(("language", "spoken"), [("uk", "uk"), ("fa", "en"), ("", "en")])
def test_only_a_language_of_the_flow_is_spoken(
    program: Program, language: str, spoken: str
) -> None:
    wanted = Beginning(flow="line", channel="chat", wish=Wish(language=language))
    assert fresh(program, wanted, 7.0)[1].language == spoken


def test_a_channel_that_the_flow_has_not_is_refused(program: Program) -> None:
    with pytest.raises(Refusal, match="not served on voice") as refused:
        fresh(program, Beginning(flow="line", channel="voice"), 7.0)
    assert refused.value.code == "no-channel"
