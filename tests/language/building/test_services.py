from __future__ import annotations

from flowengine.language.nodes import Fetch, Handoff
from tests.language.reading import plain, statement


def test_a_fetch_alone() -> None:
    fetch = statement('fetch x from "https://a"')
    assert isinstance(fetch, Fetch)
    assert (fetch.name.text, fetch.service, fetch.address.source) == ("x", None, "https://a")
    assert plain(fetch)[4:] == ([], [], None, None, None, None, None, None)  # type: ignore[index]


def test_a_fetch_with_everything() -> None:
    fetch = statement(
        'fetch x from club "/p"',
        "  send A = f(b)",
        '  header "H" = secret.h',
        "  timeout 5s",
        "  retry 2",
        "  method PUT",
        '  slow 2s: say "S"',
        "  on error: -> e",
        "  on late:",
        "    end",
    )
    assert isinstance(fetch, Fetch)
    assert plain(fetch.sends) == [("Argument", ("Name", "a"), ("Expression", "f(b)"))]
    assert plain(fetch.headers) == [("HttpHeader", ("Quote", "H"), ("Expression", "secret.h"))]
    assert plain((fetch.service, fetch.timeout, fetch.retry, fetch.method)) == [
        ("Name", "club"),
        ("Duration", 5),
        ("Number", 2),
        ("Name", "put"),
    ]
    assert fetch.slow is not None
    assert (fetch.slow.after.seconds, len(fetch.slow.body)) == (2, 1)
    assert plain((fetch.on_error, fetch.on_late)) == [
        [("Jump", ("Target", ("Path", ["e"]), []))],
        [("End",)],
    ]


def test_a_handoff_alone() -> None:
    handoff = statement("handoff q")
    assert plain(handoff) == (
        "Handoff", ("Name", "q"), [], [], None, None, None, None, [], [], None,
    )  # fmt: skip


def test_a_handoff_with_everything() -> None:
    handoff = statement(
        "handoff q",
        "  needs language",
        '  needs skill "s" if x == "a, b"',
        "  priority high if y",
        "  priority low",
        '  brief "B"',
        '  while waiting every 45s: say "W"',
        '  music "m.wav"',
        "  offer callback after 2m",
        "  offer sms after 90s",
        "  after 3m: also duty",
        "  after 10m: -> c",
        "  on closed: -> c",
        "  on nobody: -> c",
        "  on full: end",
    )
    assert isinstance(handoff, Handoff)
    assert plain(handoff.needs) == [
        ("Need", None, None, None),
        ("Need", ("Quote", "s"), None, ("Expression", 'x == "a, b"')),
    ]
    assert [(one.level.text, one.condition is None) for one in handoff.priorities] == [
        ("high", False),
        ("low", True),
    ]
    assert plain((handoff.brief, handoff.music, handoff.callback_after)) == [
        ("Quote", "B"),
        ("Quote", "m.wav"),
        ("Duration", 120),
    ]
    assert plain(handoff.sms_after) == ("Duration", 90)
    assert handoff.waiting is not None
    assert handoff.waiting.seconds.seconds == 45
    assert [one.seconds.seconds for one in handoff.afters] == [180, 600]
    assert [one.kind for one in handoff.outcomes] == ["closed", "nobody", "full"]
