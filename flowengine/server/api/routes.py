"""Everything that the integration API can be asked, one declaration each: the list to read first.

The order is that of the page about it.
"""

from __future__ import annotations

from flowengine.host.access import API, OPERATOR
from flowengine.server.api import (
    beginning,
    contacts,
    flows,
    given,
    letters,
    subscriptions,
    taken,
    talks,
)
from flowengine.server.api.endpoint import CSV, Endpoint

TOP = "/api/v1"
_TALKS = "/conversations"
_TALK = "/conversations/{conversation}"
_PEOPLE = "/contacts"
_PERSON = "/contacts/{contact}"

ENDPOINTS = (
    Endpoint(
        method="POST", path=_TALKS, role=API, call=beginning.begin, once=True,
        does="Begin a conversation.",
        body=taken.Begin, gives=given.Conversation, status=201, refuses=(404, 409),
    ),
    Endpoint(
        method="GET", path=_TALKS, role=OPERATOR, call=talks.search,
        does="List conversations, the last changed first.",
        query=taken.Search, gives=given.Summaries,
    ),
    Endpoint(
        method="GET", path=_TALK, role=API, call=talks.look,
        does="Read how a conversation stands: its question, results and tags.",
        gives=given.Conversation,
    ),
    Endpoint(
        method="GET", path=f"{_TALK}/transcript", role=API, call=talks.transcript,
        does="Read what was said.",
        query=taken.Since, gives=given.Transcript,
    ),
    Endpoint(
        method="GET", path=f"{_TALK}/traces", role=OPERATOR, call=talks.traces,
        does="Read how each turn went.",
        gives=given.Steps,
    ),
    Endpoint(
        method="POST", path=f"{_TALK}/events", role=API, call=talks.hear, once=True,
        does="Tell a conversation what happened: the person said something, picked, came back.",
        body=taken.Happened, gives=given.Heard, refuses=(409,),
    ),
    Endpoint(
        method="POST", path=f"{_TALK}/end", role=API, call=talks.end,
        does="End a conversation, and erase it where that is wanted.",
        body=taken.End, gives=given.Conversation, refuses=(409,),
    ),
    Endpoint(
        method="GET", path="/flows", role=API, call=flows.flows,
        does="List the flows that are served.",
        gives=given.Flows,
    ),
    Endpoint(
        method="GET", path="/flows/{flow}/publications", role=API, call=flows.publications,
        does="List the versions of a flow, the newest first.",
        gives=given.Publications,
    ),
    Endpoint(
        method="GET", path="/flows/{flow}/results", role=API, call=flows.results,
        does="Read the results of a flow in the order in which they were written.",
        query=taken.Wanted, gives=given.Facts,
    ),
    Endpoint(
        method="GET", path="/flows/{flow}/results.csv", role=API, call=flows.table,
        does="The same as a table for a spreadsheet.",
        query=taken.Wanted, type=CSV,
    ),
    Endpoint(
        method="POST", path=_PEOPLE, role=API, call=contacts.identify,
        does="Whose address it is; a new contact when it is nobody's.",
        body=taken.Identify, gives=given.Contact,
    ),
    Endpoint(
        method="GET", path=_PEOPLE, role=OPERATOR, call=contacts.contacts,
        does="List contacts, the newest first.",
        query=taken.Paged, gives=given.Contacts,
    ),
    Endpoint(
        method="POST", path=f"{_PEOPLE}/find", role=API, call=contacts.find,
        does="Whose address it is, if it is anybody's.",
        body=taken.Identify, gives=given.Contact, refuses=(404,),
    ),
    Endpoint(
        method="GET", path=_PERSON, role=API, call=contacts.contact,
        does="Read what is known of a contact.",
        gives=given.Contact,
    ),
    Endpoint(
        method="PATCH", path=_PERSON, role=API, call=contacts.change,
        does="Set or forget attributes, set and take off tags, add addresses.",
        body=taken.Change, gives=given.Contact, refuses=(409,),
    ),
    Endpoint(
        method="DELETE", path=_PERSON, role=OPERATOR, call=contacts.erase,
        does="Erase a contact with all their conversations; the answer is the receipt.",
        gives=given.Erased,
    ),
    Endpoint(
        method="POST", path=f"{_PERSON}/consents", role=API, call=contacts.allow,
        does="Write down what they allowed or withdrew.",
        body=taken.Allow, gives=given.Contact,
    ),
    Endpoint(
        method="GET", path=f"{_PERSON}/export", role=OPERATOR, call=contacts.export,
        does="Everything that is kept of them, to be given to them.",
    ),
    Endpoint(
        method="POST", path=f"{_PERSON}/merge", role=OPERATOR, call=contacts.merge,
        does="Let another contact stand for this one too.",
        body=taken.Into, gives=given.Contact, refuses=(409,),
    ),
    Endpoint(
        method="POST", path=f"{_PERSON}/part", role=OPERATOR, call=contacts.part,
        does="Take a merge back: each has again what was its own.",
        gives=given.Contact, refuses=(409,),
    ),
    Endpoint(
        method="GET", path="/messages", role=OPERATOR, call=letters.messages,
        does="List messages to others, the newest first: with `failed` and `ambiguous` the dead"
        " letters.",
        query=taken.Letters, gives=given.Messages,
    ),
    Endpoint(
        method="POST", path="/messages/send-again", role=OPERATOR, call=letters.send_again,
        does="Try a failed or ambiguous message again.",
        body=taken.Again, gives=given.Message, refuses=(404, 409),
    ),
    Endpoint(
        method="POST", path="/subscriptions", role=API, call=subscriptions.subscribe,
        does="Be told by webhook what happens.",
        body=taken.Subscribe, gives=given.Subscription, status=201, refuses=(409,),
    ),
    Endpoint(
        method="GET", path="/subscriptions", role=API, call=subscriptions.subscriptions,
        does="List who is told.",
        gives=given.Subscriptions,
    ),
    Endpoint(
        method="DELETE", path="/subscriptions/{subscription}", role=API,
        call=subscriptions.unsubscribe,
        does="Be told no more.",
        status=204,
    ),
)  # fmt: skip
