"""Messages as e-mail, handed to a mail server by SMTP (RFC 5321); one connection a message.

Up to the end of DATA nothing was taken, whatever happens; after it a server that says nothing may
have taken the message, and nobody knows. The Message-ID is made from the message's key: somebody
who got one twice can see that it is one. Headers are written by the library, which breaks none.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flowengine.host import parcels
from flowengine.host.gateways import signing
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent, Unknown, short

if TYPE_CHECKING:
    from flowengine.host.gateways.setting import Setting
    from flowengine.store.records import Outgoing

WITHIN = 30.0  # seconds for each word of the server
FAREWELL = 2.0  # seconds for its last word
LONGEST_SUBJECT = 200  # signs
_PORTS = {"smtp": 587, "smtps": 465}  # RFC 6409, RFC 8314
# Atoms with dots between them (RFC 5322, 3.2.3), and the labels of a host.
_ATOM = r"[^\s@<>()\[\],;:\\\".\x00-\x1f\x7f-\x9f]"
_ADDRESS = re.compile(rf"(?=.{{1,254}}$)(?=[^@]{{1,64}}@){_ATOM}+(\.{_ATOM}+)*@[\w-]+(\.[\w-]+)+")
_BREAK = re.compile(rb"\r\n|\r|\n")
_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Smtp:
    """`trust` stands for the system's own authorities, for tests."""

    setting: Setting
    password: str = field(default="", repr=False)
    trust: ssl.SSLContext | None = None

    async def send(self, message: Outgoing) -> Outcome:
        try:
            mail = written(message, self.setting.sender)
        except ValueError:
            return Refused("The address is no e-mail address.")
        return await asyncio.to_thread(self._handed, mail, message.to)

    async def close(self) -> None:
        """No connection is kept."""

    def _handed(self, mail: EmailMessage, to: str) -> Outcome:
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as error:
            return Later(f"The mail server could not be reached ({type(error).__name__}).")
        try:
            return self._said(server, mail, to)
        except _Judged as found:
            return found.outcome
        except (OSError, smtplib.SMTPException) as error:
            return Later(f"The mail server hung up ({type(error).__name__}).")
        finally:
            _leave(server)

    def _connected(self) -> smtplib.SMTP:
        """Greeted, safe and logged in. A password that is refused is for the owner to mend."""
        where = urlsplit(self.setting.url)
        trust = self.trust or ssl.create_default_context()
        host, port = str(where.hostname), where.port or _PORTS[where.scheme]
        server: smtplib.SMTP
        if where.scheme == "smtps":
            server = smtplib.SMTP_SSL(host, port, timeout=WITHIN, context=trust)
        else:
            server = smtplib.SMTP(host, port, timeout=WITHIN)
        try:
            if where.scheme == "smtp" and self.setting.tls:
                server.starttls(context=trust)
            server.ehlo_or_helo_if_needed()
            if self.setting.user:
                server.login(self.setting.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _said(self, server: smtplib.SMTP, mail: EmailMessage, to: str) -> Outcome:
        eight = ["body=8bitmime"] if server.has_extn("8bitmime") else []
        if not to.isascii():
            if not server.has_extn("smtputf8"):
                raise _Judged(Refused("The mail server takes only addresses in plain letters."))
            eight.append("smtputf8")
            server.command_encoding = "utf-8"
        _agreed(server.mail(self.setting.sender, eight), 250)
        _agreed(server.rcpt(to), 250, 251)
        _agreed(server.docmd("DATA"), 354)
        content = mail.as_bytes(policy=SMTP.clone(cte_type="7bit", utf8=not to.isascii()))
        return _taken(server, dotted(content))


def _leave(server: smtplib.SMTP) -> None:
    """Whatever it says now, it has said before what became of the message."""
    with suppress(OSError, smtplib.SMTPException):
        if server.sock is not None:
            server.sock.settimeout(FAREWELL)
        server.quit()
    server.close()


class _Judged(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def _agreed(answer: tuple[int, bytes], *wanted: int) -> None:
    """4yz is for now, 5yz for ever (RFC 5321, 4.2.1)."""
    code, text = answer
    if code not in wanted:
        raise _Judged(_not_taken(code, text))


def _not_taken(code: int, text: bytes) -> Outcome:
    why = short(f"The mail server answered {code} {text.decode('utf-8', 'replace')}")
    return Refused(why) if 500 <= code < 600 else Later(why)


def _taken(server: smtplib.SMTP, content: bytes) -> Outcome:
    """The message and its end; from here on silence may mean yes."""
    try:
        server.send(content)
        code, text = server.getreply()
    except (OSError, smtplib.SMTPException) as error:
        return Unknown(f"The mail server hung up before it answered ({type(error).__name__}).")
    if code == 250:
        return Sent(short(text.decode("utf-8", "replace")))
    return _not_taken(code, text)


def dotted(content: bytes) -> bytes:
    """With line ends as SMTP has them, dots doubled where a line begins with one (RFC 5321, 4.5.2)
    and the dot that ends it."""
    lines = _BREAK.sub(b"\r\n", content)
    if not lines.endswith(b"\r\n"):
        lines += b"\r\n"
    return _DOT.sub(b"..", lines) + b".\r\n"


def written(message: Outgoing, sender: str) -> EmailMessage:
    """The e-mail. Raises ValueError for what is no single address."""
    parcel = parcels.decode(message.body)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = address(sender)
    mail["To"] = address(message.to)
    mail["Subject"] = " ".join(parcel.subject.split())[:LONGEST_SUBJECT]
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.at, UTC))
    mail["Message-ID"] = message_id(message.key, sender)
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834, 5: no holiday notes back
    shown = [f"{kind}: {what}" for kind, what in parcel.attachments]
    mail.set_content("\n".join([parcel.text, *shown]), charset="utf-8")
    if parcel.language:
        mail["Content-Language"] = parcel.language
    return mail


def address(text: str) -> Address:
    """One plain address, `somebody@host.example`, also in letters that are not ASCII (RFC 6531);
    no name beside it, no quotation. Raises ValueError for anything else."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("This is no e-mail address.")
    local, _, domain = text.rpartition("@")
    return Address(username=local, domain=domain)


def message_id(key: str, sender: str) -> str:
    """`<key@domain>`; what may not stand in it (RFC 5322, 3.6.4) is left out."""
    local = re.sub(r"[^A-Za-z0-9_/-]", "", signing.named(key))
    return f"<{local}@{sender.rpartition('@')[2]}>"
