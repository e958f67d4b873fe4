from __future__ import annotations

import pytest

from flowengine.host.bundles import packed
from flowengine.language.project import Sources
from flowengine.server.operators.versions import PLACES
from flowengine.store.records import Publication
from tests.server.operators.conftest import NOW, Desk


def publish(desk: Desk, digest: str, text: str | None = None, note: str = "") -> None:
    if text is not None:
        bundle = packed(Sources({"shop.flow": text}, {}, frozenset(), {}))
        desk.do(desk.store.keep_sources, digest, bundle)
    desk.do(desk.store.publish, Publication("shop", 0, digest, NOW, by="Ivan", note=note))


def test_without_publications_the_folder_is_served(desk: Desk) -> None:
    page = desk.get("/versions")
    assert "Nothing was published" in page
    assert "Not served" not in page
    assert "roll-back" not in page


def test_publications_and_where_people_wait(desk: Desk) -> None:
    publish(desk, "a" * 64, note="<b>bread</b>")
    publish(desk, "b" * 64)
    for number in range(3):
        desk.talk(f"talk{number}", digest="a" * 64, place="bread/name")
    page = desk.get("/versions")
    assert "&lt;b&gt;bread" in page
    assert page.index("bbbbbbbbbb") < page.index("aaaaaaaaaa")
    assert "compare?old=1&amp;new=2" in page
    assert "<bdi>bread/name</bdi></td>" in page
    assert 'class="figure">3</td>' in page
    assert PLACES > 3


def test_two_versions_are_compared_line_by_line(desk: Desk) -> None:
    publish(desk, "a" * 64, 'flow shop "A"\nsay "<i>one</i>"\n')
    publish(desk, "b" * 64, 'flow shop "A"\nsay "two"\n')
    page = desk.get("/versions/shop/compare?old=1&new=2")
    assert page.count('class="taken"') == page.count('class="added"') == 1
    assert "&lt;i&gt;one&lt;/i&gt;" in page
    assert "word for word" in desk.get("/versions/shop/compare?old=2&new=2")


@pytest.mark.parametrize("query", ["", "?old=1", "?old=1&new=9", "?old=x&new=1"])
def test_a_version_that_is_not_there_cannot_be_compared(desk: Desk, query: str) -> None:
    publish(desk, "a" * 64, "")
    desk.get(f"/versions/shop/compare{query}", 404)


def test_sources_that_are_not_kept_are_said(desk: Desk) -> None:
    publish(desk, "a" * 64)
    publish(desk, "b" * 64, "")
    page = desk.get("/versions/shop/compare?old=1&new=2", 409)
    assert "The sources of version 1 are not kept any more." in page


def test_rolling_back_is_asked_and_done_once(desk: Desk) -> None:
    publish(desk, "a" * 64)
    publish(desk, "b" * 64)
    page = desk.get("/versions/shop/roll-back")
    assert 'name="number" value="2"' in page
    answer = desk.post("/versions/shop/roll-back", number="2")
    assert answer.headers["location"] == "/operators/versions?notice=rolled_back"
    assert desk.calls == [("roll back", "shop", "Olena")]
    assert desk.audits()[-1] == ("Olena", "rolled back", "flow/shop")


def test_a_second_press_or_somebody_elses_version_is_not_rolled_back(desk: Desk) -> None:
    publish(desk, "a" * 64)
    publish(desk, "b" * 64)
    desk.get("/versions/shop/roll-back")
    publish(desk, "a" * 64)  # what rolling back does
    answer = desk.post("/versions/shop/roll-back", number="2")
    assert answer.headers["location"] == "/operators/versions?notice=published_meanwhile"
    assert desk.calls == []


def test_there_is_nothing_before_the_first(desk: Desk) -> None:
    publish(desk, "a" * 64)
    publish(desk, "a" * 64)
    assert "no earlier version" in desk.get("/versions/shop/roll-back", 409)
    assert desk.post("/versions/shop/roll-back", number="2").status_code == 409
    desk.get("/versions/nobody/roll-back", 404)
