from __future__ import annotations

from flowengine.authoring.messages.wanted import wanted
from flowengine.language.project import Sources

FLOW = 'flow shop "Shop"\nlanguages en, uk, ru\nstart:\n  say "Hi."\n    uk: "Привіт."\n'


def test_what_the_flow_says_itself_is_not_wanted() -> None:
    found = wanted(Sources({"shop.flow": FLOW}), "shop")
    assert found is not None
    assert found.languages == ("uk", "ru")
    assert [one.text for one in found.entries_in("uk")] == ["Shop"]
    assert [one.text for one in found.entries_in("ru")] == ["Shop", "Hi."]


def test_what_catalogues_say_changes_nothing() -> None:
    po = 'msgctxt "start/say"\nmsgid "Hi."\nmsgstr "Привет."\n'
    sources = Sources({"shop.flow": FLOW}, catalogues={"locale/ru/shop.po": po})
    assert wanted(sources, "shop") == wanted(Sources({"shop.flow": FLOW}), "shop")


def test_languages_may_be_the_project_s() -> None:
    flows = {"shop.flow": 'flow shop "Shop"\nstart:\n  end\n', "project.flow": "languages en, fa\n"}
    found = wanted(Sources(flows), "shop")
    assert found is not None
    assert found.languages == ("fa",)
    shared = wanted(Sources(flows), "project")
    assert shared is not None
    assert (shared.entries, shared.languages) == ((), ("fa",))


def test_a_flow_that_does_not_parse_wants_nothing() -> None:
    assert wanted(Sources({"shop.flow": "nonsense ("}), "shop") is None
