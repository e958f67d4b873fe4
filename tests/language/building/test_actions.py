from __future__ import annotations

import pytest

from tests.language.reading import body, plain, statement

ACTIONS = {
    'say "Hi."': "Say Hi. None",
    "record on": "Record True",
    "record off": "Record False",
    'ask "What?"': "AskInstead What?",
    "again": "Again",
    "-> Here.There": "Jump here there",
    "call survey": "Call survey",
    "end": "End",
    "return": "Return",
    "set Contact.Name = X": "Set contact name X",
    "clear A, b": "Clear a b",
    "forget contact.name": "Forget contact name",
    'save "Booking" = order.number': "Save Booking order.number",
    'tag contact "shelter"': "Tag contact shelter",
    'note "n"': "Note n None",
    'note "n" for Listeners': "Note n listeners",
    "language UK": "SetLanguage uk",
    "send picture": "Send picture None None None None",
    'send sms to phone "T"': "Send sms phone T None None",
    "go on by sms to my.phone": "GoOn sms my phone",
    "stop messages": "StopMessages",
    'transfer to "112"': "Transfer 112",
    "also duty": "Also duty",
    'play "a.wav"': "Play a.wav",
    "wait 2m": "Wait 120 None None",
    "wait until tomorrow 9:00": "Wait None tomorrow 09:00:00",
    "wait until 2027-01-07": "Wait None 2027-01-07 None",
    "wait until 2027-01-07 7:05": "Wait None 2027-01-07 07:05:00",
    "wait until 24:00": "Wait None None 00:00:00",
}
_HIDDEN = {"Text", "Quote", "Name", "Path", "Target", "Expression", "Duration"}


def words(value: object) -> list[str]:
    """The leaves of a plain node, without the names of the nodes that only wrap one."""
    if isinstance(value, tuple | list):
        return [word for part in value for word in words(part)]
    return [] if value in _HIDDEN else [str(value)]


@pytest.mark.parametrize("line", ACTIONS)
def test_an_action_keeps_what_its_line_says(line: str) -> None:
    assert " ".join(words(plain(statement(line)))) == ACTIONS[line]


CLOSED = [
    line for line in ACTIONS if line.split()[0] not in ("->", "end", "return", "again", "ask")
]


@pytest.mark.parametrize("line", CLOSED)
def test_an_arrow_may_close_an_action(line: str) -> None:
    first, jump = body(f"{line} -> there")
    assert " ".join(words(plain(first))) == ACTIONS[line]
    assert " ".join(words(plain(jump))) == "Jump there"


def test_a_message_has_a_subject_lines_and_attachments() -> None:
    mail = statement(
        "send email to contact.email", '  subject "S"', '  "A"', '  "B"', "  file order.receipt"
    )
    assert " ".join(words(plain(mail))) == (
        "Send email contact email A B Attachment file order.receipt None S None"
    )


def test_a_subject_may_be_said_in_other_languages() -> None:
    mail = statement("send email", '  subject "S"', '    uk: "Т"', '  "A"', '  uk: "Б"')
    assert " ".join(words(plain(mail))) == "Send email None A Variant uk Б S Variant uk Т None"


def test_if_keeps_its_branches_in_order() -> None:
    branches = statement("if a:", "  end", "elif b: -> x", "else:", "  end")
    assert " ".join(words(plain(branches))) == "If Branch a End Branch b Jump x End"
    assert " ".join(words(plain(statement("if a: end")))) == "If Branch a End"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("for R in rows | first(3):", "  end"), "For r rows | first(3) End"),
        (("repeat up to 3 times:", "  end"), "Repeat Number 3 None End"),
        (("repeat up to 3 times while x: end",), "Repeat Number 3 x End"),
    ],
)
def test_loops(lines: tuple[str, ...], said: str) -> None:
    assert " ".join(words(plain(statement(*lines)))) == said


def test_arguments_stand_below_an_arrow_or_a_call() -> None:
    for line in ("-> x", "call x", "call x -> y"):
        first = body(line, "  with A = f(b)", "  with c = d")[0]
        assert words(plain(first))[1:] == "x Argument a f(b) Argument c d".split()
