from __future__ import annotations

import re

from flowengine.server.api.routes import ENDPOINTS, TOP
from tests.server.api.conftest import Server


def test_the_page_names_all_that_can_be_asked(server: Server) -> None:
    text = server.client.get(f"{TOP}/docs").text
    for one in ENDPOINTS:
        assert f"{one.method} {TOP}{one.path}</code>" in text, one.name
        assert one.does.split(":")[0].split("`")[0] in text


def test_its_links_lead_somewhere(server: Server) -> None:
    text = server.client.get(f"{TOP}/docs").text
    names = set(re.findall(r'id="([^"]+)"', text))
    for target in set(re.findall(r'href="([^"]+)"', text)):
        if target.startswith("#"):
            assert target[1:] in names, target
        else:
            assert server.client.get(target).status_code == 200, target


def test_it_needs_no_script_and_nothing_of_others(server: Server) -> None:
    answer = server.client.get(f"{TOP}/docs")
    assert "<script" not in answer.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert "script-src 'self'" in answer.headers["content-security-policy"]


def test_the_description_is_served_to_everybody(server: Server) -> None:
    answer = server.client.get(f"{TOP}/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"] == "3.1.0"
