from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.config import STORE, settings


def test_arguments_and_environment_become_settings() -> None:
    found = settings(
        {
            "FLOWENGINE_SECRET_CLUB_KEY": "s3cret",
            "FLOWENGINE_KEEP_DAYS": "90",
            "FLOWENGINE_WIDGET_SITES": "https://A.example, https://*.b.example:8443 http://c",
            "FLOWENGINE_PRIVATE_SERVICES": "stock.internal, Orders.internal ,",
            "PATH": "/bin",
        },
        Path("flows"),
        port=0,
    )
    assert found.secrets == {"club_key": "s3cret"}
    assert found.private == {"stock.internal", "orders.internal"}
    assert found.keep_days == 90
    assert found.sites == {"https://a.example", "https://*.b.example:8443", "http://c"}
    assert found.store == Path(STORE)
    assert found.watch


def test_secrets_are_not_shown_where_settings_are_printed() -> None:
    found = settings({"FLOWENGINE_SECRET_KEY": "s3cret"}, Path("flows"))
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is no port"):
        settings({}, Path("flows"), port=port)


@pytest.mark.parametrize("days", ["0", "-1", "soon", "1.5", "²", "9" * 5_000])
def test_days_that_are_none_are_told_and_delete_nothing(days: str) -> None:
    with pytest.raises(ValueError, match="no number of days"):
        settings({"FLOWENGINE_KEEP_DAYS": days}, Path("flows"))


@pytest.mark.parametrize("days", ["", " "])
def test_without_days_conversations_are_kept_for_ever(days: str) -> None:
    assert settings({"FLOWENGINE_KEEP_DAYS": days}, Path("flows")).keep_days is None


@pytest.mark.parametrize(
    "site",
    ["example.org", "https://example.org/", "https://a b.", "'self'", "https://x;script-src", "*"],
)
def test_a_site_that_is_none_is_told_and_opens_nothing(site: str) -> None:
    with pytest.raises(ValueError, match="FLOWENGINE_WIDGET_SITES"):
        settings({"FLOWENGINE_WIDGET_SITES": site}, Path("flows"))
