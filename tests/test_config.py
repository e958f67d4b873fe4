from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.config import STORE, settings


def test_arguments_and_environment_become_settings() -> None:
    found = settings(
        {
            "FLOWENGINE_SECRET_CLUB_KEY": "s3cret",
            "FLOWENGINE_PRIVATE_SERVICES": "stock.internal, Orders.internal ,",
            "PATH": "/bin",
        },
        Path("flows"),
        port=0,
    )
    assert found.secrets == {"club_key": "s3cret"}
    assert found.private == {"stock.internal", "orders.internal"}
    assert found.store == Path(STORE)
    assert found.watch


def test_secrets_are_not_shown_where_settings_are_printed() -> None:
    found = settings({"FLOWENGINE_SECRET_KEY": "s3cret"}, Path("flows"))
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is no port"):
        settings({}, Path("flows"), port=port)
