from __future__ import annotations

import json
from typing import Any

import pytest

from flowengine.host.access import ROLES
from flowengine.server.api.endpoint import Endpoint
from flowengine.server.api.openapi import described
from flowengine.server.api.routes import ENDPOINTS, TOP

DOCUMENT: dict[str, Any] = json.loads(described(ENDPOINTS, TOP))


def references(value: Any) -> set[str]:
    match value:
        case dict():
            own = {value["$ref"]} if "$ref" in value else set()
            return own.union(*(references(one) for one in value.values()))
        case list():
            return set[str]().union(*(references(one) for one in value))
    return set()


def test_every_reference_leads_to_a_shape_and_every_shape_is_used() -> None:
    shapes = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    queries = {f"#/components/schemas/{one.query.__name__}" for one in ENDPOINTS if one.query}
    assert references(DOCUMENT) <= shapes
    assert shapes - queries <= references(DOCUMENT)


def test_all_that_is_served_is_described() -> None:
    told = {(method.upper(), path) for path, asked in DOCUMENT["paths"].items() for method in asked}
    assert told == {(one.method, one.path) for one in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_every_endpoint_declares_a_role(endpoint: Endpoint) -> None:
    assert endpoint.role in ROLES


def test_every_name_is_its_own() -> None:
    names = [one.name for one in ENDPOINTS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda one: one.name)
def test_every_shape_that_is_taken_refuses_unknown_fields(endpoint: Endpoint) -> None:
    asked = DOCUMENT["paths"][endpoint.path][endpoint.method.lower()]
    for reference in references(asked.get("requestBody", {})):
        shape = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
        assert shape["additionalProperties"] is False


def strings(value: Any) -> list[dict[str, Any]]:
    match value:
        case dict():
            own = [value] if value.get("type") == "string" and "enum" not in value else []
            return own + [one for part in value.values() for one in strings(part)]
        case list():
            return [one for part in value for one in strings(part)]
    return []


def test_every_text_that_is_taken_is_bounded() -> None:
    taken = [
        DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
        for asked in DOCUMENT["paths"].values()
        for one in asked.values()
        for reference in references(one.get("requestBody", {}))
    ]
    assert len(strings(taken)) > 20
    assert all("maxLength" in one and "pattern" in one for one in strings(taken))


def test_what_can_be_refused_is_told() -> None:
    begin = DOCUMENT["paths"]["/conversations"]["post"]["responses"]
    assert {"200", "201", "400", "401", "403", "404", "409", "413", "415", "429"} <= begin.keys()
    assert "404" in DOCUMENT["paths"]["/contacts/{contact}"]["get"]["responses"]
    assert "409" not in DOCUMENT["paths"]["/flows"]["get"]["responses"]
