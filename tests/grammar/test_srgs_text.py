from __future__ import annotations

import pytest

from flowengine.grammar.expansion import GrammarError
from flowengine.grammar.jsgf import parse_grammar
from flowengine.grammar.spoken import spoken
from flowengine.grammar.srgs import parse_srgs
from flowengine.grammar.srgs_text import to_srgs
from flowengine.grammar.standard import Standard


@pytest.mark.parametrize(
    "rules",
    [
        "public <a> = call me;",
        "public <a> = [please] (call | ring) me <b>; <b> = /2/ now | later {x} | <c.d>;",
        "<a> = x*; public <b> = (one two)+ {<&>}; public <c> = <VOID> | <NULL> y;",
        "public <a> = /0.000000125/ a | /123456789/ b | /1.25/ c;",
        'public <a> = "New York" (a | [b c] d {t});',
    ],
)
def test_what_is_written_reads_back(rules: str) -> None:
    grammar = parse_grammar(f"#JSGF V1.0 UTF-8 uk; grammar g; {rules}")
    read = parse_srgs(to_srgs(grammar), "g")
    assert dict(read.rules) == dict(grammar.rules)
    assert (read.public, read.locale) == (grammar.public, "uk")


def test_every_standard_grammar_can_be_written_and_read(standard: Standard) -> None:
    for language in standard.languages:
        rules = standard.rules(language)
        for kind in ("dates.date", "times.time", "numbers.number", "money.money", "yesno.answer"):
            grammar = spoken(kind.partition(".")[0], rules, [kind], language)
            read = parse_srgs(to_srgs(grammar), grammar.name)
            assert dict(read.rules) == dict(grammar.rules), (language, kind)


def test_quotation_marks_stay_tokens() -> None:
    grammar = parse_grammar('#JSGF V1.0; grammar g; public <a> = say "\\"x\\"" "R&D" <b>; <b> = c;')
    assert "say x R&amp;D" in to_srgs(grammar)


def test_what_is_typed_cannot_be_written() -> None:
    with pytest.raises(GrammarError, match="<INTEGER>") as caught:
        to_srgs(parse_grammar("#JSGF V1.0; grammar g; <a> = <INTEGER>;"))
    assert caught.value.hint
