"""botbuilder-dialogs: a waterfall of prompts in Python, its state saved after every turn."""

from __future__ import annotations

import asyncio
import json

from botbuilder.core import ConversationState, MemoryStorage, MessageFactory, TurnContext
from botbuilder.core.adapters import TestAdapter
from botbuilder.dialogs import DialogSet, DialogTurnStatus, WaterfallDialog
from botbuilder.dialogs.choices import Choice
from botbuilder.dialogs.prompts import ChoicePrompt, PromptOptions, TextPrompt
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount, ResourceResponse
from rate import report

STORAGE = MemoryStorage()
STATE = ConversationState(STORAGE)
DIALOGS = DialogSet(STATE.create_property("dialogs"))
LAST = [""]


def options(text, *choices):
    return PromptOptions(
        prompt=MessageFactory.text(text),
        retry_prompt=MessageFactory.text("Sorry?"),
        choices=[Choice(choice) for choice in choices] or None,
    )


async def menu(step):
    return await step.prompt("choice", options("Times or address?", "times", "address"))


async def city(step):
    return await step.prompt("text", options("Which city?"))


async def confirm(step):
    return await step.prompt("choice", options("Right?", "yes", "no"))


async def goodbye(step):
    await step.context.send_activity("Goodbye")
    return await step.end_dialog()


DIALOGS.add(ChoicePrompt("choice"))
DIALOGS.add(TextPrompt("text"))
DIALOGS.add(WaterfallDialog("root", [menu, city, confirm, goodbye]))


class Adapter(TestAdapter):
    async def send_activities(self, context, activities):
        LAST[0] = activities[-1].text
        return [ResourceResponse(id="1") for _ in activities]


ADAPTER = Adapter()


async def turn(conversation, text):
    activity = Activity(
        type="message", text=text, channel_id="bench", locale="en-us", service_url="x",
        conversation=ConversationAccount(id=conversation),
        from_property=ChannelAccount(id="caller"), recipient=ChannelAccount(id="bot"),
    )  # fmt: skip
    context = TurnContext(ADAPTER, activity)
    dialogs = await DIALOGS.create_context(context)
    result = await dialogs.continue_dialog()
    if result.status == DialogTurnStatus.Empty:
        await dialogs.begin_dialog("root")
    await STATE.save_changes(context)


LOOP = asyncio.new_event_loop()


async def conversation(number):
    for text in ("hi", "2", "Paris", "yes"):
        await turn(f"c{number % 500}", text)
    assert LAST[0] == "Goodbye"


async def stored():
    await turn("size", "hi")
    await turn("size", "2")
    return max(len(json.dumps(state, default=str)) for state in STORAGE.memory.values())


SIZE = LOOP.run_until_complete(stored())
report(lambda number: LOOP.run_until_complete(conversation(number)), 4, SIZE)
