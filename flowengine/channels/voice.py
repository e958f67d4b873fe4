"""The phone: everything is heard once, so each choice is a short sentence with its key at the end.

The label stands before the key, because a caller decides on the words and only then needs the
digit. Languages that decline their nouns take the label as it is written, set off by a dash.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.channels.channel import ALWAYS, Channel
from flowengine.runtime.formats import figures

if TYPE_CHECKING:
    from flowengine.runtime.effects import Choice, Prompt


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a language names a key and a word to say. `between` joins two labels in a list."""

    press: str
    say: str
    star: str
    hash: str
    between: str = ", "


PHRASES = {
    "en": Phrases("For {label}, press {key}.", "Or say {labels}.", "star", "hash"),
    "uk": Phrases("{label} – натисніть {key}.", "Або скажіть: {labels}.", "зірочку", "решітку"),
    "ru": Phrases("{label} – нажмите {key}.", "Или скажите: {labels}.", "звёздочку", "решётку"),
    "hr": Phrases("{label} – pritisnite {key}.", "Ili recite: {labels}.", "zvjezdicu", "ljestve"),
    "fa": Phrases(
        "برای {label}، کلید {key}.",
        "یا بگویید: {labels}.",
        "ستاره",
        "مربع",
        between="، ",
    ),
}
# Any other language: the label and its key, with no word of ours between them.
UNKNOWN = Phrases("{label}: {key}.", "{labels}.", "*", "#")


def options(prompt: Prompt) -> tuple[str, ...]:
    """A sentence for each key, then one for what can only be said.

    Nothing where a recording already names the keys.
    """
    if not prompt.says_keys:
        return ()
    phrases = PHRASES.get(prompt.language.split("-")[0], UNKNOWN)
    listed = [choice for choice in prompt.choices if not choice.quiet]
    pressed = [_press(choice, phrases, prompt.language) for choice in listed if choice.key]
    said = [_label(choice) for choice in listed if not choice.key]
    if said:
        pressed.append(phrases.say.format(labels=phrases.between.join(said)))
    return tuple(pressed)


def _press(choice: Choice, phrases: Phrases, language: str) -> str:
    named = {"*": phrases.star, "#": phrases.hash}
    key = named.get(choice.key) or figures(choice.key, language)
    return phrases.press.format(label=_label(choice), key=key)


def _label(choice: Choice) -> str:
    """A label may end a sentence on paper; here it stands within one."""
    return choice.label.strip().rstrip(".:;")


VOICE = Channel(
    name="voice",
    options=options,
    spoken=True,
    keypad=True,
    directed=True,
    push=ALWAYS,
)
