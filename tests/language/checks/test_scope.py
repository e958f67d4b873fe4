from __future__ import annotations

import pytest

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Severity
from flowengine.language.expressions.vocabulary import Type
from tests.language.checks.scopes import END, parsed, scope

SPAN = nodes.Span(1, 1, 1, 5)
PROJECT = (
    "languages uk, en\nwritten in uk\nchannels sms\nscreen 160\n\nqueue team\n\nperson:\n  end\n"
)
STANDARD = "languages en\n\nstop:\n  end\n"
CLINIC = 'flow clinic "Clinic"\n\nslots\n  pin: digits\n\nstart:\n  end\n\nbooking:\n  end\n'


def whole(source: str = END) -> Scope:
    return scope(source, project=PROJECT, standard=STANDARD, flows={"clinic": CLINIC})


@pytest.mark.parametrize(
    ("path", "flow", "name", "has_step"),
    [
        ("start", "shop", "start", True),
        ("shop.start", "shop", "start", True),
        ("person", "project", "person", True),
        ("stop", "standard", "stop", True),
        ("repeat", "standard", "repeat", False),
        ("clinic", "clinic", "start", True),
        ("clinic.booking", "clinic", "booking", True),
        ("clinic.person", "clinic", "person", True),
    ],
)
def test_a_target_is_found(path: str, flow: str, name: str, has_step: bool) -> None:
    place = whole().place(nodes.Path(SPAN, tuple(path.split("."))))
    assert place is not None
    assert (place.flow, place.name, place.step is not None) == (flow, name, has_step)


@pytest.mark.parametrize("path", ["nowhere", "clinic.nowhere", "nowhere.start", "a.b.c"])
def test_a_target_that_is_nowhere(path: str) -> None:
    assert whole().place(nodes.Path(SPAN, tuple(path.split(".")))) is None


def test_the_nearest_step_of_a_name_counts() -> None:
    place = whole("\nstart:\n  end\n\nperson:\n  end\n").place(nodes.Path(SPAN, ("person",)))
    assert place is not None
    assert place.flow == "shop"


def test_of_two_steps_with_one_name_the_first_counts() -> None:
    twice = scope("\nstart:\n  end\n\nstart:\n  end\n")
    assert twice.steps["start"].span.line == 3


def test_places_for_guesses_hold_all_that_a_word_can_name() -> None:
    assert {"start", "person", "stop", "repeat", "clinic"} <= whole().places


def test_headers_are_inherited_from_the_project() -> None:
    here = whole()
    assert here.languages == ("uk", "en")
    assert here.written_in == "uk"
    assert here.channels == ("sms",)
    assert here.screen is not None
    assert here.screen.limit.value == 160


def test_the_flow_s_own_header_comes_first() -> None:
    own = "languages hr, fa\nwritten in fa\nchannels chat\nscreen 70\n" + END
    here = whole(own)
    assert (here.languages, here.written_in, here.channels) == (("hr", "fa"), "fa", ("chat",))
    assert here.screen is not None
    assert here.screen.limit.value == 70


@pytest.mark.parametrize(
    ("header", "languages", "written"),
    [("", (), "en"), ("languages uk, ru\n", ("uk", "ru"), "uk")],
)
def test_the_written_language_without_a_line_for_it(
    header: str, languages: tuple[str, ...], written: str
) -> None:
    here = scope(header + END)
    assert (here.languages, here.written_in) == (languages, written)
    assert here.screen is None


def test_a_project_sees_what_its_flows_have() -> None:
    flow = CLINIC.replace('"Clinic"\n', '"Clinic"\nlanguages en, hr\n') + "\nqueue nurses\n"
    here = scope('anywhere\n  0 "book" -> booking\n', head="", name="project", flows={"c": flow})
    assert here.is_project
    assert here.languages == ("en", "hr")
    assert here.queues == {"nurses"}
    place = here.place(nodes.Path(SPAN, ("booking",)))
    assert place is not None
    assert place.flow == "c"


def test_declarations_of_the_project_are_the_flow_s_too() -> None:
    own = '\nqueue own\nservice finder "https://x.example"\nrule size = "big"\n'
    own += 'words danger\n  "fire"\nhours office\n  every day 9:00-17:00\n'
    here = whole(own + END)
    assert here.queues == {"own", "team"}
    assert here.services == {"finder"}
    assert here.rules == {"size"}
    assert here.words == {"danger"}
    assert here.hours == {"office"}


def test_values_of_other_flows_are_known() -> None:
    assert whole().values["pin"] is Type.TEXT


def test_a_diagnostic_covers_the_first_line_of_a_long_node() -> None:
    here = scope('\nstart:\n  menu "Which?"\n    1 "A"\n    2 "B"\n  end\n')
    menu = here.index.nodes(nodes.Menu)[0]
    warning = here.warning("FE999", menu, "Look.", "Mend.")
    assert warning.span == nodes.Span(4, 3, 4, 16)
    assert warning.severity is Severity.WARNING
    assert here.mistake("FE999", menu, "Look.").severity is Severity.ERROR
    assert here.mistake("FE999", menu.options[0], "Look.").file == "shop.flow"


def test_without_the_source_a_long_node_is_pointed_at_by_its_beginning() -> None:
    file = parsed('flow shop "Shop"\n\nstart:\n  menu "Which?"\n    1 "A"\n  end\n')
    here = Scope("shop", file)
    menu = here.index.nodes(nodes.Menu)[0]
    assert here.mistake("FE999", menu, "Look.").span == nodes.Span(4, 3, 4, 4)


def test_one_line_nodes_keep_their_span() -> None:
    here = scope(END)
    name = here.steps["start"].name
    assert here.mistake("FE999", name, "Look.").span == name.span
