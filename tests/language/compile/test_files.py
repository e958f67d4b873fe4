"""A project's files with their translations: what is spoken, and what is told."""

from __future__ import annotations

from flowengine.language.compile import Compiled, compile_flow
from flowengine.language.compile.files import mistranslated, parsed, read
from flowengine.language.diagnostics import Severity
from flowengine.language.project import Sources

FLOW = 'flow shop "Shop"\n{languages}\nwritten in en\nstart:\n  say "Hello."\n  end\n'
PO = 'msgctxt "start/say"\nmsgid "Hello."\nmsgstr "Вітаю."\n'


def sources(languages: str = "languages en, uk", project: str = "", **catalogues: str) -> Sources:
    flows = {"shop.flow": FLOW.format(languages=languages)}
    if project:
        flows["project.flow"] = project
    paths = {f"locale/{name.replace('_', '/')}.po": text for name, text in catalogues.items()}
    return Sources(flows, catalogues=paths)


def compiled(found: Sources) -> Compiled:
    return compile_flow(found, "shop")


def codes(found: Sources) -> list[tuple[str, str]]:
    return [(one.code, one.file) for one in compiled(found).diagnostics]


def test_a_catalogue_beside_a_flow_is_its_translation() -> None:
    found = compiled(sources(uk_shop=PO))
    assert found.diagnostics == ()
    assert found.program is not None
    (say,) = found.program.blocks["shop.start"].operations
    assert say.message.variants[None, "uk"] == ("Вітаю.",)  # type: ignore[attr-defined]


def test_without_it_the_translation_is_missing() -> None:
    assert codes(sources()) == [("FE119", "shop.flow")]
    assert codes(sources(uk_other=PO)) == [("FE119", "shop.flow")]


def test_a_changed_catalogue_is_another_edition() -> None:
    assert sources(uk_shop=PO).digest != sources().digest
    assert sources(uk_shop=PO).digest != sources(ru_shop=PO).digest


def test_a_broken_catalogue_keeps_the_flow_from_being_taken() -> None:
    found = compiled(sources(uk_shop='msgid "a'))
    assert found.program is None
    first = found.diagnostics[0]
    assert (first.code, first.file, first.severity) == (
        "FE170", "locale/uk/shop.po", Severity.ERROR,
    )  # fmt: skip


def test_a_mistake_in_a_translation_stands_in_the_catalogue() -> None:
    found = sources(uk_shop=PO.replace("Вітаю.", "Вітаю, {{ nobody }}."))
    assert ("FE064", "locale/uk/shop.po") in codes(found)


def test_a_language_that_is_not_spoken_is_told_and_not_used() -> None:
    assert codes(sources(uk_shop=PO, ru_shop=PO)) == [("FE173", "locale/ru/shop.po")]
    assert codes(sources(languages="", uk_shop=PO)) == [("FE173", "locale/uk/shop.po")]


def test_languages_may_be_the_project_s() -> None:
    project = "languages en, uk\nwritten in en\n"
    assert codes(sources(languages="", project=project, uk_shop=PO)) == []
    assert codes(sources(languages="", project=project, ru_shop=PO))[0][0] == "FE173"


def test_what_a_project_translates_is_for_its_flows() -> None:
    repairs = 'repairs\n  silence: say "Hm?"\n'
    po = 'msgctxt "repairs/silence/say"\nmsgid "Hm?"\nmsgstr "Га?"\n'
    head = "languages en, uk\nwritten in en\n"
    assert codes(sources(project=head + repairs, uk_shop=PO, uk_project=po)) == []
    assert ("FE119", "project.flow") in codes(sources(project=head + repairs, uk_shop=PO))
    assert ("FE173", "locale/ru/project.po") in codes(sources(project=repairs, ru_project=po))


def test_a_file_that_is_not_there_or_does_not_parse_is_none() -> None:
    found = sources(uk_shop=PO)
    assert read(found, found.flows, "gone.flow") is None
    assert read(found, {"shop.flow": "nonsense ("}, "shop.flow") is None
    broken = Sources({"shop.flow": "nonsense ("}, catalogues=dict(found.catalogues))
    assert [one.code for one in mistranslated(broken, "shop.flow")] == ["FE173"]
    assert parsed("nonsense (", "shop.flow")[0] is None
