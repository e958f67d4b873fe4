"""A line typed at the terminal: words for the bot, or a command that begins with a stroke."""

from __future__ import annotations

from flowengine.authoring.literal import Misread, duration
from flowengine.authoring.transcript import Agent, Caller, Line, Wait
from flowengine.authoring.transcript_line import line

HELP = """\
What you type is what the person says. Digits are keys when you talk as on the phone.
  /key 2#         press keys
  /say two        say words, also where they could be keys
  /pick Label     press a button
  /silence        say nothing until the bot gives up waiting (phone only)
  /send photo x   send a photo, file, location or recording
  /hangup         hang up; /return comes back
  /wait 5m        let time pass
  /agent accepts  what the other side of a queue does: accepts, done, closed, nobody, full;
                  done "Advice given" without survey; sends to STEP
  /quit           leave"""

_AS_LINE = {
    "key": "caller: key {}",
    "say": "caller: says {}",
    "pick": "caller: picks {}",
    "send": "caller: sends {}",
    "silence": "caller: silence",
    "hangup": "caller: hangs up",
    "return": "caller: comes back",
    "agent": "agent: {}",
}
COMMANDS = (*(f"/{word}" for word in _AS_LINE), "/wait", "/help", "/quit")


def typed(text: str) -> Line:
    """The line of a transcript that does the same. Raises Misread for an unknown command."""
    if not text.startswith("/"):
        return line(f"caller: {words(text)}", 0)
    command, _, rest = text[1:].strip().partition(" ")
    if command == "wait":
        return Wait(0, duration(rest.strip()))
    pattern = _AS_LINE.get(command)
    if pattern is None or ("{}" in pattern) != bool(rest.strip()):
        raise Misread(f"“{text}” is no command here.", "/help lists them.")
    said = quote(rest.strip()) if command in ("say", "pick") else rest.strip()
    return line(pattern.format(said), 0)


def words(text: str) -> str:
    """What a person types, as a transcript must write it to mean exactly that."""
    text = " ".join(text.split())
    try:
        read = line(f"caller: {text}", 0)
    except Misread:
        return quote(text)
    plain = isinstance(read, Caller) and [(one.act, one.text) for one in read.deeds]
    unlimited = isinstance(read, Caller) and not read.deeds[0].channels
    return text if plain == [("plain", text)] and unlimited and "# " not in text else quote(text)


def quote(text: str) -> str:
    """In quotation marks, doubled where the text has its own."""
    return '"' + text.replace('"', '""') + '"'


def _of_agent(done: Agent) -> str:
    words = ["agent:", done.act, *(["to", done.place] if done.place else [])]
    if done.name:
        words.append(done.name if done.act == "accepts" else quote(done.name))
    return " ".join([*words, *([] if done.survey else ["without survey"])])


def written(done: Line) -> str:
    """The line as it stands in a transcript: what `typed` understood."""
    match done:
        case Wait(seconds=seconds):
            return f"wait {seconds:g}s"
        case Agent():
            return _of_agent(done)
        case Caller(deeds=(deed, *_)):
            if deed.act == "plain":
                return f"caller: {words(deed.text)}"
            if deed.act in ("says", "types", "picks"):
                return f"caller: {deed.act} {quote(deed.text)}"
            return f"caller: {deed.act} {deed.text}".rstrip()
    raise ValueError(f"a {type(done).__name__} is not typed at a terminal")
