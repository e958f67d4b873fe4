from __future__ import annotations

from tests.language.reading import built, plain, statement, told

WHOLE = """\
queue Team "The team"
  uk: "Команда"
  hours Office
  at most 12 waiting
  offer for 20s
  wrap up 2m
  answer within 45s
  level 3
  relax after 30s to level 2
  relax after 1m without language, without skill "law", to level 1
  overflow after 90s to Duty
  record calls
  anonymous
  script Intake
  reply "Hours"
    "Nine to five."
    "Not on Sunday."
    uk: "З дев'ятої."
  outcome "Advice" brief
    uk: "Порада"
  outcome "Other" category "Family"
    uk: "Інше"
  outcome needed
"""


def test_a_queue_keeps_all_its_terms() -> None:
    (queue,) = built(WHOLE).queues
    assert plain(queue)[1:4] == (  # type: ignore[index]
        ("Name", "team"),
        ("Quote", "The team"),
        [("Variant", [("Name", "uk")], [[("Quote", "Команда")]])],
    )
    assert plain(queue.terms) == (
        "Terms",
        ("Name", "office"),
        ("Number", 12),
        ("Duration", 20),
        ("Duration", 120),
        ("Duration", 45),
        ("Number", 3),
        [
            ("Relax", ("Duration", 30), ("Number", 2), [], False),
            ("Relax", ("Duration", 60), ("Number", 1), [("Quote", "law")], True),
        ],
        [("Overflow", ("Duration", 90), ("Name", "duty"))],
        True,
        True,
        ("Name", "intake"),
        [
            (
                "Reply",
                ("Quote", "Hours"),
                (
                    "Text",
                    [[("Quote", "Nine to five."), ("Quote", "Not on Sunday.")]],
                    [("Variant", [("Name", "uk")], [[("Quote", "З дев'ятої.")]])],
                    [],
                    [],
                ),
            )
        ],
        [
            (
                "Disposition",
                ("Quote", "Advice"),
                True,
                None,
                [("Variant", [("Name", "uk")], [[("Quote", "Порада")]])],
            ),
            (
                "Disposition",
                ("Quote", "Other"),
                False,
                ("Quote", "Family"),
                [("Variant", [("Name", "uk")], [[("Quote", "Інше")]])],
            ),
        ],
        True,
    )


def test_what_holds_for_every_queue_stands_once() -> None:
    file = built("queues\n  level 2\nqueue a\n")
    assert file.terms is not None
    assert plain(file.terms.level) == ("Number", 2)
    assert built("queue a\n").terms is None
    assert told("queues\n  level 2\nqueues\n  level 3\n") == [("FE032", 3)]
    assert told("queue a\n  level 2\n  level 3\n") == [("FE032", 3)]


def test_a_promise_to_phone_says_whose_when_and_whether_it_is_safe() -> None:
    sent = statement(
        'send callback to phone "Please call."', "  for Team", "  at = now", "  safe = yes",
        "  voicemail = no", '  uk: "Подзвоніть."',
    )  # fmt: skip
    assert plain(sent) == (
        "Send",
        ("Name", "callback"),
        ("Path", ["phone"]),
        (
            "Text",
            [[("Quote", "Please call.")]],
            [("Variant", [("Name", "uk")], [[("Quote", "Подзвоніть.")]])],
            [],
            [],
        ),
        None,
        (
            "Promise",
            ("Name", "team"),
            ("Expression", "now"),
            ("Expression", "yes"),
            ("Expression", "no"),
        ),
    )
