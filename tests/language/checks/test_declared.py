from __future__ import annotations

import pytest

from flowengine.language.checks import declared
from tests.language.checks.scopes import END, Check, scope, told

UNKNOWN = [
    (declared.queues_exist, "start:\n  handoff x\n  end\n", "FE085"),
    (
        declared.queues_exist,
        "start:\n  handoff team\n    after 3m: also x\n  end\nqueue team\n",
        "FE085",
    ),
    (declared.queues_exist, 'start:\n  note "n" for x\n  end\n', "FE085"),
    (declared.values_to_clear_exist, "start:\n  clear x\n  end\n", "FE146"),
    (declared.values_to_clear_exist, "start:\n  forget x.y\n  end\n", "FE146"),
    (declared.services_exist, 'start:\n  fetch a from x "/"\n  end\n', "FE086"),
    (declared.hours_exist, "queue team\n  hours x\n" + END, "FE087"),
    (declared.rules_exist, 'start:\n  ask a: rule x "?"\n  end\n', "FE088"),
    (declared.words_exist, "on word x: -> start\n" + END, "FE089"),
    (declared.languages_exist, "start:\n  language x\n  end\n", "FE090"),
    (declared.languages_exist, "languages en\nvoices uk natalia\n" + END, "FE090"),
    (declared.languages_exist, "languages en\nwritten in uk\n" + END, "FE139"),
    (declared.channels_exist, "channels x\n" + END, "FE091"),
    (declared.channels_exist, 'start:\n  send x "Hi."\n  end\n', "FE091"),
    (declared.tags_are_known, 'start:\n  say "Hi."\n    x: "Hi."\n  end\n', "FE092"),
    (
        declared.tags_are_known,
        'start:\n  say "Hi."\n    recording voice x: "a.wav"\n  end\n',
        "FE092",
    ),
    (
        declared.tags_are_known,
        'channels sms\nstart:\n  say "Hi."\n    voice: "Hi."\n  end\n',
        "FE092",
    ),
    (declared.fixed_words_are_known, "start:\n  handoff a\n    priority x\n  end\n", "FE148"),
    (declared.fixed_words_are_known, 'start:\n  fetch a from "u"\n    method x\n  end\n', "FE148"),
    (declared.fixed_words_are_known, 'start:\n  tag x "t"\n  end\n', "FE148"),
    (declared.fixed_words_are_known, "resume x\n" + END, "FE148"),
    (declared.languages_have_codes, "languages en, ua\n" + END, "FE148"),
]


@pytest.mark.parametrize(("check", "source", "code"), UNKNOWN)
def test_an_unknown_name_is_told(check: Check, source: str, code: str) -> None:
    assert [found for found, _ in told(check, source)] == [code]


KNOWN = [
    (declared.queues_exist, 'queue x\nstart:\n  handoff x\n  note "n"\n  end\n'),
    (declared.values_to_clear_exist, "start:\n  set x = 1\n  clear x\n  forget contact.y\n  end\n"),
    (declared.services_exist, 'start:\n  fetch a from "https://x.example"\n  end\n'),
    (declared.hours_exist, "queue team\n" + END),
    (declared.rules_exist, 'rule x = "a"\nstart:\n  ask a: rule x "?"\n  end\n'),
    (declared.words_exist, 'words x\n  "fire"\non word x: -> start\non message: -> start\n' + END),
    (declared.languages_exist, "start:\n  language en\n  end\n"),
    (declared.channels_exist, 'channels voice\nstart:\n  send callback "Hi."\n  end\n'),
    (declared.tags_are_known, 'start:\n  say "Hi."\n    voice: "Hi."\n    en: "Hi."\n  end\n'),
    (declared.languages_have_codes, "languages en, uk\n" + END),
    (declared.fixed_words_are_known, 'resume ask\nstart:\n  fetch a from "u"\n  end\n'),
]


@pytest.mark.parametrize(("check", "source"), KNOWN)
def test_known_names_are_silent(check: Check, source: str) -> None:
    assert told(check, source) == []


def test_hours_and_words_are_plural_in_messages() -> None:
    (found,) = declared.hours_exist(scope("queue team\n  hours x\n" + END))
    assert found.message == "There are no hours called `x`."
    (found,) = declared.services_exist(scope('start:\n  fetch a from x "/"\n  end\n'))
    assert found.message == "There is no service called `x`."


def test_voices_are_only_judged_where_the_host_knows_them() -> None:
    source = "languages en\nvoices en emy\n" + END
    assert told(declared.voices_exist, source) == []
    assert told(declared.voices_exist, scope(source, voices=frozenset({"emy"}))) == []
    assert told(declared.voices_exist, scope(source, voices=frozenset({"amy"}))) == [("FE094", 3)]
