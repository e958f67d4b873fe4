"""What is wrong with a flow that parses: a list of functions over one scope, one concept a module.

A check takes a `Scope` and yields diagnostics; it sees the tree as the author wrote it, changes
nothing, and knows no other check. It never raises for anything that can be parsed. An error means
that the flow cannot be served; a warning must be worth an author's minute, so in doubt nothing is
said. Each code has a page in the manual, whose two examples are its tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flowengine.language.checks import (
    calls,
    circles,
    comments,
    declared,
    endings,
    expressions,
    files,
    going_on,
    grammars,
    idle,
    ladders,
    opening,
    options,
    page,
    person,
    phrases,
    places,
    queues,
    reach,
    screens,
    secrets,
    spoken,
    translations,
    types,
    unique,
    unset,
    unused,
    waits,
)
from flowengine.language.checks.scope import Place, Scope
from flowengine.language.diagnostics import Diagnostic

__all__ = ["CHECKS", "Place", "Scope", "check_flow"]

Check = Callable[[Scope], Iterator[Diagnostic]]

CHECKS: tuple[Check, ...] = (
    places.targets_exist,
    places.inherited_targets_exist,
    places.places_in_texts_exist,
    unique.places_are_unique,
    unique.standard_names_are_meant,
    unique.values_are_unique,
    unique.declarations_are_unique,
    unique.wordings_are_unique,
    declared.queues_exist,
    queues.levels_are_levels,
    queues.rings_relax,
    queues.overflow_ends,
    queues.terms_can_be_kept,
    queues.scripts_are_for_agents,
    queues.promises_are_calls,
    queues.replies_have_one_text,
    queues.names_at_the_desk_are_unique,
    queues.names_need_a_text,
    queues.categories_are_known,
    going_on.roads_reach_people,
    going_on.numbers_are_known,
    declared.values_to_clear_exist,
    declared.services_exist,
    declared.hours_exist,
    declared.rules_exist,
    declared.words_exist,
    declared.languages_exist,
    declared.channels_exist,
    declared.tags_are_known,
    declared.voices_exist,
    declared.fixed_words_are_known,
    declared.languages_have_codes,
    waits.waits_have_names,
    waits.gathering_is_short,
    calls.interrupts_are_known,
    calls.silences_are_bearable,
    calls.calls_are_taken,
    reach.flow_begins,
    reach.steps_are_reached,
    reach.returns_have_callers,
    endings.steps_lead_on,
    endings.exits_come_last,
    endings.giving_up_leads_on,
    circles.circles_wait,
    circles.refusals_lead_on,
    ladders.ladder_verbs_have_a_question,
    ladders.also_has_a_queue,
    ladders.ladders_are_written_once,
    options.keys_are_unique,
    options.keys_are_no_answers,
    options.labels_are_no_keys,
    options.phrases_are_unique,
    comments.comments_are_no_options,
    phrases.phrases_are_read,
    phrases.rules_in_phrases_exist,
    phrases.rules_end,
    grammars.grammars_are_read,
    grammars.phrases_fit,
    expressions.expressions_fit,
    types.bounds_fit,
    types.choices_offer_something,
    types.yes_and_no_belong,
    types.types_agree,
    types.repeats_are_bounded,
    secrets.secrets_stay_secret,
    unset.slots_are_set,
    unset.texts_have_no_gaps,
    unset.values_are_set_before,
    files.files_exist,
    files.pictures_have_words,
    files.tables_exist,
    opening.hours_open,
    opening.zones_exist,
    opening.intervals_fit,
    opening.countries_have_holidays,
    translations.texts_are_translated,
    screens.texts_fit,
    screens.labels_fit,
    screens.signs_are_worth_it,
    screens.keys_survive_paging,
    spoken.options_are_few,
    spoken.prompts_are_short,
    spoken.menus_are_near,
    person.menus_lead_to_people,
    idle.forms_confirm_once,
    idle.menus_have_no_wrong_answers,
    idle.channels_vary_what_is_said,
    page.exits_lead_away,
    page.pages_hand_in_words,
    page.labels_are_whole,
    page.entries_need_nothing,
    unused.declarations_are_used,
)


def check_flow(flow: Scope) -> tuple[Diagnostic, ...]:
    """All mistakes and warnings of one file, in the order of its lines, each once."""
    found = dict.fromkeys(diagnostic for check in CHECKS for diagnostic in check(flow))
    return tuple(sorted(found, key=lambda d: (d.span.line, d.span.column, d.code)))
