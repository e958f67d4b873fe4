from __future__ import annotations

import importlib.metadata
import resource
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.config import settings
from flowengine.server.checkup import machine
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding
from tests.nodes import free_port


def only(found: Iterator[Finding]) -> Finding:
    (one,) = found
    return one


def test_this_machine_is_well() -> None:
    for check in (machine.python, machine.packages, machine.clock):
        assert only(check()).level == OK


def test_an_old_python_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 2))
    found = only(machine.python())
    assert (found.level, found.what) == (BAD, "This is Python 3.10.2.")


def test_a_package_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["uvicorn>=0.40", "not-there>=1 ; python_version > '3'", 'vosk ; extra == "voice"']
    monkeypatch.setattr(importlib.metadata, "requires", lambda _name: needs)
    found = only(machine.packages())
    assert (found.level, found.what) == (BAD, "Missing: not-there.")


def test_a_clock_that_was_never_set_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 3_600.0)
    assert only(machine.clock()).level == BAD


@pytest.mark.parametrize(
    ("hard", "level"), [(1_024, WARN), (65_536, OK), (resource.RLIM_INFINITY, OK)]
)
def test_few_open_files_are_told(monkeypatch: pytest.MonkeyPatch, hard: int, level: str) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (1_024, hard))
    assert only(machine.files()).level == level


def test_a_misspelt_setting_is_told_without_its_value() -> None:
    environment = {
        "FLOWENGINE_SECRETS_KEY": "s3cret",
        "FLOWENGINE_SECRET_KEY": "s3cret",
        "FLOWENGINE_GATEWAY_SMS": "…",
        "FLOWENGINE_STORE": "x",
        "PATH": "/bin",
    }
    found = only(machine.names(environment))
    assert (found.level, found.what[:30]) == (WARN, "FLOWENGINE_SECRETS_KEY is no s")
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_port_is_free_or_not(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, free_port()), family=family) as taken:
        port = taken.getsockname()[1]
        found = only(machine.port(settings({}, Path(), host=host, port=port)))
        assert (found.level, f"port {port}" in found.what) == (WARN, True)
    assert only(machine.port(settings({}, Path(), host=host, port=port))).level == OK
