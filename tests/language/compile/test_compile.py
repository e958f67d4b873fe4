"""Sources to programs: what is refused and why; what is inherited, linked and named."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from flowengine.grammar.expansion import Alternatives
from flowengine.grammar.jsgf import parse_expansion
from flowengine.language import program as p
from flowengine.language.compile import compile_flow, declarations
from flowengine.language.project import Sources
from tests.runtime.talk import grammars, program, sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.language.diagnostics import Diagnostic

OTHER = 'flow other "Other"\n\nstart:\n  say "Other."\n  return\n'
GOOD = 'start:\n  say "Hello."\n  end\n'


def told(diagnostics: Iterable[Diagnostic]) -> list[tuple[str, int, str]]:
    return [(one.file, one.span.line, one.code) for one in diagnostics]


@pytest.mark.parametrize(
    ("line", "others", "mistakes"),
    [
        ('start:\n  say "a\n  end\n', {}, [("line.flow", 4, "FE001")]),
        ("start:\n  -> nowhere\n", {}, [("line.flow", 4, "FE080")]),
        (GOOD, {"project.flow": "hours office\n  zone\n"}, [("project.flow", 2, "FE020")]),
        (
            "start:\n  call other\n  end\n",
            {"other.flow": OTHER.replace("return", "-> nowhere")},
            [("other.flow", 5, "FE080")],
        ),
        (  # why a flow that is there cannot be found
            "start:\n  call other\n  end\n",
            {"other.flow": 'flow other "Other"\n\nstart:\n  say "a\n  return\n'},
            [("other.flow", 4, "FE001"), ("line.flow", 4, "FE080")],
        ),
        (  # a flow that nothing here names has mistakes of its own
            "start:\n  -> nowhere\n",
            {"other.flow": 'flow other "Other"\n\nstart:\n  say "a\n  return\n'},
            [("line.flow", 4, "FE080")],
        ),
    ],
)
def test_a_flow_with_errors_is_not_served(
    line: str, others: dict[str, str], mistakes: list[tuple[str, int, str]]
) -> None:
    compiled = compile_flow(sources(line, others=others), "line")
    assert compiled.program is None
    assert told(compiled.diagnostics) == mistakes


def test_a_warning_does_not_keep_a_flow_from_being_served() -> None:
    compiled = compile_flow(sources(GOOD + 'unused:\n  say "Never."\n  end\n'), "line")
    assert compiled.program is not None
    assert [one.severity.value for one in compiled.diagnostics] == ["warning"]


def test_a_flow_that_nothing_leads_to_is_not_needed() -> None:
    compiled = compile_flow(
        sources(GOOD, others={"other.flow": "flow other\n  nonsense\n"}), "line"
    )
    assert compiled.program is not None


def test_mistakes_of_the_project_are_told_with_the_flow_that_stands_on_it() -> None:
    project = {"project.flow": "queue team\n  hours nowhere\n"}
    compiled = compile_flow(sources("start:\n  -> gone\n", others=project), "line")
    assert compiled.program is None
    assert [(file, code) for file, _, code in told(compiled.diagnostics)] == [
        ("project.flow", "FE087"),
        ("line.flow", "FE080"),
    ]


def test_a_flow_is_not_served_on_a_project_that_is_broken() -> None:
    project = {"project.flow": "queue team\n  hours nowhere\n"}
    assert compile_flow(sources(GOOD, others=project), "line").program is None


def test_a_project_speaks_the_languages_of_its_own_flows_not_of_those_that_ship() -> None:
    project = {"project.flow": 'anywhere\n  9 "A person" -> start\n'}
    assert told(compile_flow(sources(GOOD, others=project), "line").diagnostics) == []


def test_every_wait_has_a_name_of_its_step_and_what_it_is_for() -> None:
    flow = program(
        'queue listeners\n\nstart:\n  ask a: text "A?"\n  menu "M?" into b\n    1 "One"\n'
        '  menu named "N?"\n    1 "One"\n  menu "X?"\n    1 "One"\n  form\n    ask c: text "C?"\n'
        '  set list = []\n  browse d in list\n    show "{{ d }}"\n  fetch e from "https://a.example"\n'
        "  handoff listeners\n  wait 5s\n  wait 6s\n  end\n\n"
        'menu main "Main?"\n  1 "One" -> start\n'
    )
    waits = {
        block.exit.name
        for block in flow.blocks.values()
        if isinstance(block.exit, p.Wait) and block.part.name == "line"
    }
    named = {
        "a", "b", "named", "menu", "form", "d", "e", "handoff listeners", "wait", "wait 2",
    }  # fmt: skip
    assert {f"line.start/{name}" for name in named} <= waits
    assert any(name.startswith("line.main") for name in waits)


def test_what_flow_project_and_standard_share_goes_by_the_nearest() -> None:
    flow = program(
        'flow line "The line"\nresume never\n\nhours office\n  zone Europe/Kyiv\n'
        '  every day 9:00-10:00\n\nqueue a\n\non quiet 1h: say "Ours."\n\nstart:\n  end\n',
        others={
            "project.flow": "languages en, uk\nwritten in en\nchannels voice, sms\n"
            'voices uk natalia, en amy\nresume ask\nscreen 160, more "Next", less "Back"\n\n'
            "hours office\n  every day 1:00-2:00\n\nhours other\n  every day 3:00-4:00\n\n"
            'queue b\n  hours other\n  at most 5 waiting\n\non quiet 1h: say "Theirs."\n'
            'on quiet 2h: say "Theirs."\non hang up: note "gone"\n'
        },
    )
    assert (flow.title, flow.resume, flow.zone) == ("The line", "never", "Europe/Kyiv")
    assert flow.languages == ("en", "uk")
    assert flow.channels == ("voice", "sms")
    assert flow.voices == {"uk": "natalia", "en": "amy"}
    assert flow.screen == p.Screen(160, {"en": "Next"}, {"en": "Back"})
    assert flow.hours["office"].days[0] == ((time(9), time(10)),)
    assert flow.hours["other"].zone == "UTC"
    terms = {name: (one.hours, one.most) for name, one in flow.queues.items()}
    assert terms == {"a": ("", 0), "b": ("other", 5)}
    part = flow.parts["line"]
    assert [seconds for seconds, _ in part.quiet] == [3600, 7200]
    assert {"hang up", "fault"} <= part.handlers.keys()


def test_what_a_page_sees_of_a_flow() -> None:
    flow = program(
        'flow line "The line"\n  uk: "Лінія"\n\nlanguages en, uk\n\n'
        'entry call "Call me" -> talk\n  uk: "Дзвоніть"\n\nslots\n  campus: text, from page\n\n'
        "start:\n  -> talk\n\ntalk:\n  say \"{{ campus or '?' }}\"\n  end\n",
        others={
            "project.flow": 'quick exit to "https://a.example" titled "Notes"\n\n'
            'entry call "Not this one" -> talk\n\nentry help "A person" -> person\n'
        },
    )
    assert flow.titles == {"en": "The line", "uk": "Лінія"}
    assert flow.entries == {
        "call": p.Entry("call", "line.talk", {"en": "Call me", "uk": "Дзвоніть"}),
        "help": p.Entry("help", "line.person", {"en": "A person"}),
    }
    assert {entry.place for entry in flow.entries.values()} <= flow.blocks.keys()
    assert flow.exit == p.QuickExit("https://a.example", "Notes")
    assert {name: type_.name for name, type_ in flow.from_page.items()} == {"campus": "text"}


def test_a_quick_exit_of_the_flow_without_a_title() -> None:
    flow = program('quick exit to "https://a.example"\n\n' + GOOD)
    assert flow.exit == p.QuickExit("https://a.example", "")


def test_fragments_are_gathered_as_the_flow_says_else_the_project() -> None:
    project = {"project.flow": "gather 5s\n"}
    assert program(GOOD).gather == 0
    assert program(GOOD, others=project).gather == 5
    assert program("gather 2s\n" + GOOD, others=project).gather == 2
    assert program("gather 0s\n" + GOOD, others=project).gather == 0


def test_what_no_file_says_has_its_defaults() -> None:
    flow = program(GOOD)
    assert (flow.resume, flow.zone, flow.screen) == ("ask", "UTC", p.Screen(0, {}, {}))
    assert flow.channels == ("voice", "sms", "ussd", "chat")
    assert flow.languages == (flow.written_in,)
    assert (flow.exit, flow.entries, flow.from_page) == (None, {}, {})


def test_a_screen_without_words_of_its_own() -> None:
    assert program("screen 160\n\n" + GOOD).screen == p.Screen(160, {}, {})


def test_words_of_a_screen_in_other_languages_only() -> None:
    found = program('languages en, uk\nscreen 160\n  uk: more "Ще"\n\n' + GOOD).screen
    assert found == p.Screen(160, {"uk": "Ще"}, {})


def test_a_step_of_the_project_is_ours_when_two_places_lead_to_it() -> None:
    flow = program(
        'start:\n  menu "A?"\n    1 "One" -> bye\n    2 "Two" -> bye\n  -> bye\n',
        others={"project.flow": 'bye:\n  say "Bye."\n  end\n\nunused:\n  end\n'},
    )
    assert "line.bye" in flow.blocks
    assert "line.unused" not in flow.blocks


def test_a_project_may_replace_the_standard_flow_and_serve_it() -> None:
    standard = 'languages en\nwritten in en\n\nstart:\n  say "Standard."\n  end\n'
    found = Sources({"standard.flow": standard}, grammars=grammars())
    assert compile_flow(found, "standard").program is not None


def test_an_old_name_of_a_step_leads_to_the_new_one() -> None:
    flow = program("moved old_start -> start\n\n" + GOOD)
    assert flow.moved == {"line.old_start": "line.start"}


def test_an_old_name_may_be_that_of_another_flow_or_of_a_wait() -> None:
    asks = 'start:\n  ask what: text "What?"\n  end\n'
    flow = program("moved shop.old -> callback\nmoved a -> b\nmoved b -> start.what\n\n" + asks)
    assert flow.moved == {
        "shop.old": "callback.start",
        "line.shop/old": "callback.start",
        "line.a": "line.b",
        "line.b": "line.start/what",
    }
    assert "callback.start" in flow.blocks


def test_a_flow_that_is_led_to_has_its_own_old_names() -> None:
    other = 'flow other "Other"\n\nmoved begin -> start\n\nstart:\n  end\n'
    flow = program("start:\n  -> other\n", others={"other.flow": other})
    assert flow.moved == {"other.begin": "other.start"}


def test_lines_that_can_run_are_those_of_the_projects_own_files() -> None:
    flow = program(
        'anywhere\n  - "go" -> start\n\nstart:\n  set n = 1\n  if n == 1: say "One."\n'
        '  elif n == 2: say "Two."\n  menu "A?"\n    1 "One"\n  form\n    ask a: text "A?"\n'
        '      - "x" = 1\n  end\n'
    )
    assert {line for file, line in flow.lines if file == "line.flow"} == {
        4, 7, 8, 9, 10, 11, 12, 13, 14, 15,
    }  # fmt: skip
    assert {file for file, _ in flow.lines} == {"line.flow"}


def test_a_slot_has_the_kind_and_the_flags_it_has_elsewhere() -> None:
    flow = program(
        "slots\n  pin: digits 4, secret\n  name: text, remembered\n\nstart:\n"
        '  ask pin, remembered "PIN?"\n'
        '  ask name "Name?"\n  ask n: number "Number?"\n  ask n "Again?"\n  ask c "Which?"\n'
        '    1 "One"\n  ask t "Text?"\n  ask s: text, secret "Secret?"\n  end\n'
    )
    asks = [b.exit for b in flow.blocks.values() if isinstance(b.exit, p.Ask)]
    kinds = {ask.name: (ask.type.name, ask.type.length, ask.secret) for ask in asks}
    assert {name: kind for name, kind in kinds.items() if name.startswith("line.")} == {
        "line.start/pin": ("digits", 4, True),
        "line.start/name": ("text", 0, False),
        "line.start/n": ("number", 0, False),
        "line.start/n 2": ("number", 0, False),
        "line.start/c": ("choice", 0, False),
        "line.start/t": ("text", 0, False),
        "line.start/s": ("text", 0, True),
    }
    assert flow.secrets == {"pin", "s"}
    assert flow.remembered == {"name"}


def test_hours_by_what_they_are_for() -> None:
    hours = program(
        "hours office\n  sat, sun 12:00-06:00\n  every day 9:00-17:00\n  mon-wed 8:00-9:00\n"
        "  holidays PL closed\n  2027-01-07 closed\n\n" + GOOD
    ).hours["office"]
    assert hours.dates == {date(2027, 1, 7): ()}
    assert hours.holidays == ("PL", ())
    assert [hours.days[day][0][0].hour for day in range(7)] == [8, 8, 8, 9, 9, 12, 12]


@pytest.mark.parametrize(
    "text",
    [
        "name,city\nInn,Kyiv\n",
        "\ufeffname;city\nInn;Kyiv\n",
        "name\tcity\nInn\tKyiv",
        " name , city \n Inn , Kyiv \n",
        "name,city,\nInn,Kyiv,,\n",
    ],
)
def test_a_table_as_spreadsheets_write_it(text: str) -> None:
    flow = program('table t from "t.csv"\n\n' + GOOD, tables={"t.csv": text})
    assert flow.tables["t"] == ({"name": "Inn", "city": "Kyiv"},)


def test_a_row_that_is_too_short_is_filled() -> None:
    flow = program('table t from "t.csv"\n\n' + GOOD, tables={"t.csv": "name,city\nInn\n"})
    assert flow.tables["t"] == ({"name": "Inn", "city": ""},)


def test_rules_by_language_and_the_standard_ones() -> None:
    flow = program(
        'languages en, uk\nwritten in en\n\nrule size = "small | large"\n'
        '  uk: "мала | велика"\nrule both = "x"\n\n' + GOOD
    )
    assert flow.rules["uk"]["size"] != flow.rules["en"]["size"]
    assert flow.rules["uk"]["both"] == flow.rules["en"]["both"]
    assert "numbers.number" in flow.rules["en"]


def test_a_rule_goes_on_over_several_quotes_and_lines() -> None:
    lines = 'rule size = "small"\n  uk: "малий" or "мала"\n  uk: "мале"\n'
    flow = program(f'flow line "Line"\nlanguages en, uk\n\n{lines}\n{GOOD}')
    said = Alternatives(tuple(map(parse_expansion, ("малий", "мала", "мале"))))
    assert flow.rules["uk"]["size"] == said
    assert flow.rules["en"]["size"] == parse_expansion("small")


def test_rules_of_every_flow_that_is_led_to() -> None:
    other = 'flow other "Other"\n\nrule size = "tiny"\nrule colour = "red | blue"\n\n'
    other += 'start:\n  ask c: rule colour "Which?"\n  return\n'
    flow = program(
        'rule size = "small | big"\n\nstart:\n  call other\n  end\n', others={"other.flow": other}
    )
    assert flow.rules["en"]["colour"] == parse_expansion("red | blue")
    assert flow.rules["en"]["size"] == parse_expansion("small | big")


def test_a_service_and_what_a_fetch_changes_of_it() -> None:
    flow = program(
        'service shop "https://shop.example"\n  timeout 5s\n  retry 2\n  header "A" = 1\n\nstart:\n'
        '  fetch a from shop "/a"\n  fetch b from shop "/b"\n    timeout 7s\n    retry 0\n'
        '    header "B" = 2\n    send x = 1\n  fetch c from "https://c.example"\n'
        "    method delete\n  end\n"
    )
    found = {b.exit.result: b.exit for b in flow.blocks.values() if isinstance(b.exit, p.Fetch)}
    assert {
        name: (f.method, f.service.timeout, f.service.retry, [h for h, _ in f.service.headers])
        for name, f in found.items()
    } == {
        "a": ("GET", 5, 2, ["A"]),
        "b": ("POST", 7, 0, ["A", "B"]),
        "c": ("DELETE", 10, 0, []),
    }


def test_a_circle_of_names_that_only_lead_on_is_no_circle_for_us() -> None:
    flow = program("start:\n  set n = 1\n  if n == 1: -> other\n  end\nother:\n  -> start\n")
    assert flow.blocks["line.other"].exit is not None


def test_a_rule_that_a_language_has_no_file_for_is_that_of_the_written_one() -> None:
    """Else somebody who speaks it would stop the flow by answering."""
    text = "#JSGF V1.0;\ngrammar sizes;\npublic <big> = {0};\n"
    menu = 'start:\n  menu "?"\n    1 "A" or "<sizes.big>" -> start\n'
    flow = f'flow shop "Shop"\nlanguages en, uk, hr\nwritten in en\n\n{menu}'
    files = {"en/sizes.jsgf": text.format("big"), "hr/sizes.jsgf": text.format("velik")}
    found = compile_flow(Sources({"shop.flow": flow}, grammars=files), "shop").program
    assert found is not None
    big, velik = parse_expansion("big"), parse_expansion("velik")
    rules = {language: one["sizes.big"] for language, one in found.rules.items()}
    assert rules == {"": big, "en": big, "uk": big, "hr": velik}


def test_a_flow_that_calls_itself_otherwise_than_its_file() -> None:
    found = compile_flow(sources('flow other "Other"\n\nstart:\n  end\n'), "line")
    assert [(one.code, one.span.line) for one in found.diagnostics] == [("FE178", 1)]
    assert found.program is not None


def test_empty_rows_at_the_end_of_a_table_are_none() -> None:
    assert declarations.rows("name,price\nBread,2\n,\n , \n") == ({"name": "Bread", "price": "2"},)


def test_a_language_without_grammars_of_ours_has_the_rules_that_standard_commands_name() -> None:
    source = 'flow line "선"\nlanguages ko\nwritten in ko\nstart:\n  end\n'
    compiled = compile_flow(sources(source), "line")
    assert compiled.program is not None
    assert "repair.repeat" in compiled.program.rules["ko"]
