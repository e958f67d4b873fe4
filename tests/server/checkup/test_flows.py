from __future__ import annotations

import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flowengine.config import settings
from flowengine.host.library import Library
from flowengine.server.checkup import flows
from flowengine.server.checkup.finding import BAD, OK, WARN

ASKS = """flow asks "Ask"
channels chat

service stock "https://stock.example.org"
  header "Authorization" = secret.stock_key

start:
  fetch found from stock "/today"
    on error: end
  end
"""


def library(folder: Path, **written: str) -> Library:
    for name, text in written.items():
        (folder / f"{name}.flow").write_text(text)
    found = Library(folder)
    found.refresh()
    return found


def test_flows_with_mistakes_are_told_and_the_others_named(tmp_path: Path) -> None:
    read = library(
        tmp_path,
        good='flow good "Good"\n\nstart:\n  end\n',
        bad='flow bad "Bad"\n\nstart:\n  -> nowhere\n',
    )
    found = list(flows.served(read, settings({}, tmp_path)))
    assert [(one.level, one.what) for one in found] == [
        (BAD, "bad has 1 mistake and is not served."),
        (OK, "Ready to be served: good."),
    ]
    assert "flowengine check" in found[0].mend


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (
            "holidays UA closed",
            ["UA has no holidays in 2027 and 2028, so `holidays UA` in the hours"],
        ),
        ("holidays PL closed", []),
        ("sat 9:00-12:00", []),
    ],
)
def test_a_calendar_without_holidays_is_told(tmp_path: Path, line: str, told: list[str]) -> None:
    source = f'flow a "A"\n\nhours day\n  mon-fri 9:00-17:00\n  {line}\n\nstart:\n'
    source += '  if day is open: say "Open."\n  end\n'
    found = list(flows.holidays(library(tmp_path, a=source), 2027))
    assert len(found) == len(told)
    assert all(part in one.what for part, one in zip(told, found, strict=True))
    assert all((one.level, "2028-01-01 closed" in one.mend) == (WARN, True) for one in found)


def test_a_folder_without_flows_is_told(tmp_path: Path) -> None:
    (found,) = flows.served(library(tmp_path), settings({}, tmp_path))
    assert (found.level, "There is no .flow file" in found.what) == (BAD, True)


def test_no_folder_is_told(tmp_path: Path) -> None:
    (found,) = flows.served(Library(tmp_path / "none"), settings({}, tmp_path / "none"))
    assert (found.level, "There is no folder" in found.what) == (BAD, True)


@pytest.mark.parametrize(
    ("environment", "level"), [({}, WARN), ({"FLOWENGINE_SECRET_STOCK_KEY": "s3cret"}, OK)]
)
def test_a_secret_that_a_flow_names_has_to_be_there(
    tmp_path: Path, environment: dict[str, str], level: str
) -> None:
    read = library(tmp_path, asks=ASKS)
    assert "asks" in read.programs
    (found,) = flows.secrets(read, settings(environment, tmp_path))
    assert found.level == level
    assert ("FLOWENGINE_SECRET_STOCK_KEY" in found.mend) is (level == WARN)
    assert ("asks.flow needs" in found.what) is (level == WARN)
    assert "s3cret" not in repr(found)


def test_flows_without_secrets_need_none(tmp_path: Path) -> None:
    read = library(tmp_path, good='flow good "Good"\n\nstart:\n  end\n')
    assert list(flows.secrets(read, settings({}, tmp_path))) == []


@pytest.mark.parametrize(
    ("zone", "level"), [("Europe/Kyiv", OK), ("", OK), ("Europe/Nowhere", BAD), ("../x", BAD)]
)
def test_time_zones_have_to_be_known(zone: str, level: str) -> None:
    read: Any = SimpleNamespace(programs={"a": SimpleNamespace(zone=zone)})
    (found,) = flows.zones(read)
    assert found.level == level


@pytest.mark.parametrize(("known", "level"), [(True, OK), (False, BAD)])
def test_the_host_of_a_gateway_has_to_have_an_address(
    monkeypatch: pytest.MonkeyPatch, known: bool, level: str
) -> None:
    asked: list[str] = []

    def resolve(host: str, _port: None) -> list[Any]:
        asked.append(host)
        if not known:
            raise socket.gaierror
        return []

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    chosen: Any = SimpleNamespace(
        gateways=(SimpleNamespace(name="sms", url="https://sms.example.org:8443/send"),)
    )
    (found,) = flows.gateways(chosen)
    assert (found.level, asked) == (level, ["sms.example.org"])


@pytest.mark.parametrize(
    ("flow", "channel", "told"),
    [("", "sms", ""), ("asks", "chat", ""), ("asks", "sms", "channel sms"), ("aks", "chat", "aks")],
)
def test_a_gateway_leads_to_a_flow_that_is_served_on_its_channel(
    tmp_path: Path, flow: str, channel: str, told: str
) -> None:
    chosen: Any = SimpleNamespace(
        gateways=(SimpleNamespace(name="line", flow=flow, channel=channel),)
    )
    findings = list(flows.reached(library(tmp_path, asks=ASKS), chosen))
    assert [told in one.what for one in findings] == ([True] if told else [])
    assert all("FLOWENGINE_GATEWAY_LINE" in one.mend for one in findings)


def test_a_misspelt_name_of_who_stays_unknown_is_told() -> None:
    chosen: Any = SimpleNamespace(
        gateways=(SimpleNamespace(name="sms"),), anonymous=frozenset({"sms", "smss", "all"})
    )
    (found,) = flows.hidden(chosen)
    assert (found.level, "names smss" in found.what) == (WARN, True)


RECORDS = """flow mail "Mail"
channels {channel}

start:
  ask words: recording "Speak."
  end
"""


@pytest.mark.parametrize(
    ("channel", "key", "speech", "levels"),
    [
        ("voice", "", True, [WARN]),
        ("voice", "k" * 32, True, [OK]),
        ("voice", "", False, []),
        ("chat", "", True, []),
    ],
)
def test_flows_that_record_need_a_key(
    tmp_path: Path, channel: str, key: str, speech: bool, levels: list[str]
) -> None:
    flow = RECORDS.format(channel=channel)
    chosen: Any = SimpleNamespace(recording_key=key, speech=object() if speech else None)
    findings = list(flows.recordings(library(tmp_path, mail=flow), chosen))
    assert [one.level for one in findings] == levels
    assert all("mail" in one.what for one in findings if one.level == WARN)
