"""Against a real SMTP server on a socket: what it says, and when it stops saying anything."""

from __future__ import annotations

import asyncio
import email
import email.policy
import smtplib
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd import smtp as server_side
from aiosmtpd.smtp import AuthResult, Envelope, Session

from flowengine.host import parcels
from flowengine.host.gateways import smtp
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent, Unknown
from flowengine.host.gateways.setting import Setting, read
from flowengine.host.gateways.smtp import Smtp, dotted, message_id, written
from flowengine.host.parcels import Parcel
from flowengine.store.records import Outgoing
from tests.host import peer

PASSWORD = "s3cret"
NOW = 1_800_000_000.0
PARCEL = Parcel(
    channel="email", subject="Ваше бажання", text="Чекаємо на вас.\n.\nКрапка", language="uk"
)
MESSAGE = Outgoing("c1/9a-2-0", "c1", NOW, parcels.encode(PARCEL), "email", "olena@people.example")


class Post:
    """A mail server's mind: `says` are its answers by command; `HANG_UP` closes without one."""

    def __init__(self, says: dict[str, str]) -> None:
        self.says = says
        self.got: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.senders: list[str] = []

    async def handle_MAIL(  # noqa: N802 - the server's own names
        self,
        server: server_side.SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: Any,
    ) -> str:
        envelope.mail_from = address
        self.senders.append(address)
        return self._said(server, "MAIL")

    async def handle_RCPT(  # noqa: N802
        self,
        server: server_side.SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: Any,
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._said(server, "RCPT")

    async def handle_DATA(  # noqa: N802
        self, server: server_side.SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        found = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(found, EmailMessage)
        self.raw.append(content)
        self.got.append(found)
        return self._said(server, "DATA")

    def _said(self, server: server_side.SMTP, command: str) -> str:
        answer = self.says.get(command, "250 OK queued as 77")
        if answer == "hang up":
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return answer


def context() -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(Path(peer.__file__).parent / "tls" / "localhost.pem")
    return found


def authentic(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
) -> AuthResult:
    success = (data.login, data.password) == (b"desk", PASSWORD.encode())
    return AuthResult(success=success, handled=False)


def setting(port: int, scheme: str = "smtp", more: str = "tls=no") -> Setting:
    text = f"channel=email url={scheme}://localhost:{port} from=desk@help.example {more}"
    return read("email", text, {"mail": "s3cret"})


def send(
    message: Outgoing = MESSAGE,
    says: dict[str, str] | None = None,
    *,
    scheme: str = "smtp",
    more: str = "tls=no",
    password: str = PASSWORD,
    trusted: bool = True,
    **server: Any,
) -> tuple[Outcome, Post]:
    async def whole() -> tuple[Outcome, Post]:
        post = Post(says or {})
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(
            lambda: server_side.SMTP(post, loop=loop, **server),
            "127.0.0.1",
            0,
            ssl=context() if scheme == "smtps" else None,
        )
        port = listening.sockets[0].getsockname()[1]
        trust = peer.trust() if trusted else None
        sender = Smtp(setting(port, scheme, more), password, trust)
        try:
            return await sender.send(message), post
        finally:
            listening.close()
            await sender.close()

    return asyncio.run(whole())


def test_an_e_mail_arrives_as_the_flow_wrote_it() -> None:
    outcome, post = send()
    assert outcome == Sent("OK queued as 77")
    (mail,) = post.got
    assert post.senders == ["desk@help.example"]
    assert mail["from"] == "desk@help.example"
    assert mail["to"] == "olena@people.example"
    assert mail["subject"] == "Ваше бажання"
    assert mail["content-language"] == "uk"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["message-id"] == "<c1/9a-2-0@help.example>"
    assert mail["date"] == "Fri, 15 Jan 2027 08:00:00 +0000"
    assert mail.get_content().replace("\r\n", "\n") == "Чекаємо на вас.\n.\nКрапка\n"
    assert post.raw[0].isascii()


def test_the_same_message_sent_again_has_the_same_name() -> None:
    first, second = (send()[1].got[0]["message-id"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("says", "expected"),
    [
        ({"DATA": "451 Try later"}, Later("The mail server answered 451 Try later")),
        ({"DATA": "554 No spam"}, Refused("The mail server answered 554 No spam")),
        ({"DATA": "hang up"},
         Unknown("The mail server hung up before it answered (SMTPServerDisconnected).")),
        ({"RCPT": "450 Mailbox busy"}, Later("The mail server answered 450 Mailbox busy")),
        ({"RCPT": "550 No such user"}, Refused("The mail server answered 550 No such user")),
        ({"RCPT": "hang up"}, Later("The mail server hung up (SMTPServerDisconnected).")),
        ({"MAIL": "452 Full"}, Later("The mail server answered 452 Full")),
        ({"MAIL": "553 Not you"}, Refused("The mail server answered 553 Not you")),
        ({"MAIL": "hang up"}, Later("The mail server hung up (SMTPServerDisconnected).")),
        ({"DATA": "999 What"}, Later("The mail server answered 999 What")),
    ],
)  # fmt: skip
def test_the_server_s_word_says_what_became_of_it(says: dict[str, str], expected: Outcome) -> None:
    assert send(says=says)[0] == expected


def test_nobody_listening_is_for_later() -> None:
    async def whole() -> Outcome:
        server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        return await Smtp(setting(port)).send(MESSAGE)

    outcome = asyncio.run(whole())
    assert outcome == Later("The mail server could not be reached (ConnectionRefusedError).")


def test_a_server_that_falls_silent_after_the_message_may_have_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(smtp, "FAREWELL", 0.01)
    answers = iter((b"250 hello\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go on\r\n"))
    taken = smtp._taken

    def impatient(server: smtplib.SMTP, content: bytes) -> Outcome:
        assert server.sock is not None
        server.sock.settimeout(0.1)  # from here on: before it, a slow machine would be a silent one
        return taken(server, content)

    monkeypatch.setattr(smtp, "_taken", impatient)

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while await reader.readline():
            writer.write(next(answers, b""))
        writer.close()

    async def whole() -> Outcome:
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        try:
            port = server.sockets[0].getsockname()[1]
            return await Smtp(setting(port)).send(MESSAGE)
        finally:
            server.close()

    assert asyncio.run(whole()) == Unknown(
        "The mail server hung up before it answered (SMTPServerDisconnected)."
    )


@pytest.mark.parametrize(
    ("scheme", "more", "trusted", "expected"),
    [
        ("smtps", "tls=yes", True, Sent),
        ("smtps", "tls=yes", False, Later),  # a certificate that nobody vouches for
        ("smtp", "tls=yes", True, Sent),
        ("smtp", "tls=yes", False, Later),
    ],
)
def test_a_connection_is_made_safe_before_anything_is_told(
    scheme: str, more: str, trusted: bool, expected: type[Outcome]
) -> None:
    server: dict[str, Any] = {"tls_context": context()} if scheme == "smtp" else {}
    outcome, post = send(scheme=scheme, more=more, trusted=trusted, **server)
    assert isinstance(outcome, expected)
    assert bool(post.got) == (expected is Sent)


def test_a_server_that_offers_no_safe_connection_gets_nothing() -> None:
    outcome, post = send(more="tls=yes")
    assert outcome == Later("The mail server could not be reached (SMTPNotSupportedError).")
    assert post.senders == []


@pytest.mark.parametrize(("password", "expected"), [("s3cret", Sent), ("wrong", Later)])
def test_who_logs_in_is_known_and_a_wrong_password_loses_no_message(
    password: str, expected: type[Outcome]
) -> None:
    outcome, post = send(
        more="tls=yes user=desk secret=mail",
        password=password,
        tls_context=context(),
        authenticator=authentic,
        auth_required=True,
    )
    assert isinstance(outcome, expected)
    assert bool(post.got) == (expected is Sent)


@pytest.mark.parametrize(
    "to",
    ["", "olena", "olena@", "@people.example", "a@b.example, c@d.example",
     "a@b.example\r\nBcc: x@y", "a@b.example\n", "a@b", "a..b@c.example", "a@b..example",
     '"a"@b.example',
     "a@b.example\nRCPT TO:<x@y>", "Olena <a@b.example>", "a b@c.example", "a@b.example>",
     "a@b\x00.example"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_before_a_server_hears_of_it(to: str) -> None:
    outcome, post = send(replace(MESSAGE, to=to))
    assert outcome == Refused("The address is no e-mail address.")
    assert post.senders == []


def test_an_address_in_other_letters_needs_a_server_that_knows_them() -> None:
    message = replace(MESSAGE, to="олена@people.example")
    assert isinstance(send(message, enable_SMTPUTF8=False)[0], Refused)
    outcome, post = send(message, enable_SMTPUTF8=True)
    assert isinstance(outcome, Sent)
    assert post.got[0]["to"] == "олена@people.example"


@pytest.mark.parametrize(
    "subject",
    ["A\r\nBcc: evil@example.org", "A\nBcc: evil@example.org", "A\r\n\r\nnew body",
     "A\x00\x1f\x85B",
     "ї" * 500, "=?utf-8?q?x?="],
)  # fmt: skip
def test_a_subject_stays_one_line(subject: str) -> None:
    parcel = replace_subject(subject)
    outcome, post = send(replace(MESSAGE, body=parcels.encode(parcel)))
    assert isinstance(outcome, Sent)
    (mail,) = post.got
    assert mail["bcc"] is None
    assert "new body" not in mail.get_content()
    assert len(mail["subject"]) <= smtp.LONGEST_SUBJECT


def replace_subject(subject: str) -> Parcel:
    return Parcel(channel="email", subject=subject, text="The text.")


def test_attachments_are_named_below_the_text() -> None:
    parcel = Parcel(
        channel="email", text="Here.", attachments=(("file", "https://a.example/r.pdf"),)
    )
    mail = written(replace(MESSAGE, body=parcels.encode(parcel)), "desk@help.example")
    assert mail.get_content() == "Here.\nfile: https://a.example/r.pdf\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\n.\nb", b"a\r\n..\r\nb\r\n.\r\n"),
        (b".a\r\n", b"..a\r\n.\r\n"),
        (b"a\rb\n", b"a\r\nb\r\n.\r\n"),
        (b"", b"\r\n.\r\n"),
    ],
)
def test_no_line_of_the_text_can_end_the_message(content: bytes, expected: bytes) -> None:
    """SMTP smuggling: a lone CR or LF before a dot is an end to some servers."""
    assert dotted(content) == expected


def test_a_message_s_name_holds_only_what_may_stand_there() -> None:
    assert message_id("a/b>\r\n<c.d", "desk@help.example") == "<a/bc_d@help.example>"
