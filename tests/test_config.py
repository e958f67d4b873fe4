from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import flowengine.manual
from flowengine.config import EXPIRE_DAYS, KEPT, STORE, settings, shown, unknown
from flowengine.store.verbs import KINDS


def test_arguments_and_environment_become_settings() -> None:
    found = settings(
        {
            "FLOWENGINE_SECRET_CLUB_KEY": "s3cret",
            "FLOWENGINE_KEEP_DAYS": "90",
            "FLOWENGINE_KEEP_RESULTS_DAYS": "365",
            "FLOWENGINE_EXPIRE_DAYS": "7",
            "FLOWENGINE_METRICS_TOKEN": "m3trics",
            "FLOWENGINE_LOG": "JSON",
            "FLOWENGINE_WIDGET_SITES": "https://A.example, https://*.b.example:8443 http://c",
            "FLOWENGINE_PRIVATE_SERVICES": "stock.internal, Orders.internal ,",
            "PATH": "/bin",
        },
        Path("flows"),
        port=0,
    )
    assert found.secrets == {"club_key": "s3cret"}
    assert found.private == {"stock.internal", "orders.internal"}
    assert found.keep == {"conversation": 90, "fact": 365}
    assert found.expire_days == 7
    assert (found.log, found.log_level) == ("json", "info")
    assert found.metrics_token == "m3trics"
    assert found.sites == {"https://a.example", "https://*.b.example:8443", "http://c"}
    assert found.store == Path(STORE)
    assert found.watch


def test_gateways_come_from_the_environment_by_name() -> None:
    found = settings(
        {
            "FLOWENGINE_SECRET_SMS": "a-secret-of-more-than-24-bytes",
            "FLOWENGINE_GATEWAY_TEXT_2": "channel=sms url=https://two.example secret=sms",
            "FLOWENGINE_GATEWAY_SMS": "channel=sms url=https://one.example secret=SMS flow=desk",
        },
        Path("flows"),
    )
    assert [(one.name, one.url, one.flow) for one in found.gateways] == [
        ("sms", "https://one.example", "desk"),
        ("text_2", "https://two.example", ""),
    ]
    assert "more-than-24" not in repr(found)


def test_a_gateway_that_is_none_is_told_by_its_name_in_the_environment() -> None:
    with pytest.raises(ValueError, match=r"^FLOWENGINE_GATEWAY_SMS: url= is missing"):
        settings({"FLOWENGINE_GATEWAY_SMS": "channel=sms"}, Path("flows"))


def test_secrets_are_not_shown_where_settings_are_printed() -> None:
    found = settings(
        {"FLOWENGINE_SECRET_KEY": "s3cret", "FLOWENGINE_METRICS_TOKEN": "s3cret"},
        Path("flows"),
        store="postgresql://me:s3cret@db/calls",
    )
    assert "s3cret" not in repr(found)


@pytest.mark.parametrize(
    ("argument", "environment", "store"),
    [
        (None, {}, Path(STORE)),
        (None, {"FLOWENGINE_STORE": " "}, Path(STORE)),
        (None, {"FLOWENGINE_STORE": "calls.db"}, Path("calls.db")),
        ("here.db", {"FLOWENGINE_STORE": "calls.db"}, Path("here.db")),
        (Path("here.db"), {}, Path("here.db")),
        (None, {"FLOWENGINE_STORE": "postgresql://db/calls"}, "postgresql://db/calls"),
        ("postgres://db/calls", {}, "postgres://db/calls"),
    ],
)
def test_the_store_is_the_one_of_the_argument_or_the_environment(
    argument: str | Path | None, environment: dict[str, str], store: str | Path
) -> None:
    assert settings(environment, Path("flows"), store=argument).store == store


@pytest.mark.parametrize(
    ("store", "told"),
    [
        (Path("calls.db"), "calls.db"),
        ("postgresql://db/calls", "postgresql://db/calls"),
        ("postgresql://me:s3cret@db:5433/calls", "postgresql://me@db:5433/calls"),
        ("postgresql://me:s3@cret@db/calls", "postgresql://me@db/calls"),
        ("postgresql://db/calls?password=s3cret&user=me", "postgresql://db/calls"),
        ("postgresql://me:s3cret@[db/calls", "the database of --store"),
    ],
)
def test_an_address_is_shown_without_its_password(store: str | Path, told: str) -> None:
    assert shown(store) == told


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"workers": 2}, "2 workers cannot serve from the file"),
        ({"workers": 0}, "0 is no number of workers"),
        ({"workers": 65, "store": "postgresql://db/calls"}, "65 is no number of workers"),
        ({"store": "mysql://me:s3cret@db/calls"}, "Name a file, or postgresql://"),
        ({"store": "user=me dbname=calls"}, "Name a file, or postgresql://"),
        ({"log": "xml"}, "FLOWENGINE_LOG is xml. Take one of text, json."),
        ({"log_level": "loud"}, "FLOWENGINE_LOG_LEVEL is loud. Take one of debug,"),
    ],
)
def test_what_cannot_be_served_so_is_told(asked: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=re.escape(told)) as refused:
        settings({}, Path("flows"), **asked)
    assert "s3cret" not in str(refused.value)


def test_several_workers_serve_from_a_database() -> None:
    assert settings({}, Path("flows"), store="postgresql://db/calls", workers=4).workers == 4


def test_every_setting_of_the_manual_is_known_and_a_misspelt_one_is_not() -> None:
    page = Path(next(iter(flowengine.manual.__path__))) / "settings.md"
    named = re.findall(r"`(FLOWENGINE_[A-Z_]+)", page.read_text(encoding="utf-8"))
    assert "FLOWENGINE_STORE" in named
    assert unknown(dict.fromkeys(named, "")) == []
    assert unknown({"FLOWENGINE_STORES": "", "PATH": ""}) == ["FLOWENGINE_STORES"]


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_that_is_none_is_told(port: int) -> None:
    with pytest.raises(ValueError, match=f"{port} is no port"):
        settings({}, Path("flows"), port=port)


@pytest.mark.parametrize("name", [*KEPT, "FLOWENGINE_EXPIRE_DAYS"])
@pytest.mark.parametrize("days", ["0", "-1", "soon", "1.5", "²", "9" * 5_000])
def test_days_that_are_none_are_told_and_delete_nothing(name: str, days: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is no number of days"):
        settings({name: days}, Path("flows"))


def test_every_kind_of_row_can_have_its_days() -> None:
    assert sorted(KEPT.values()) == sorted(KINDS)


@pytest.mark.parametrize("days", ["", " "])
def test_without_days_everything_is_kept_for_ever(days: str) -> None:
    found = settings({"FLOWENGINE_KEEP_DAYS": days, "FLOWENGINE_EXPIRE_DAYS": days}, Path("flows"))
    assert found.keep == {}
    assert found.expire_days == EXPIRE_DAYS


def test_open_conversations_can_wait_for_ever() -> None:
    assert settings({"FLOWENGINE_EXPIRE_DAYS": "Never"}, Path("flows")).expire_days is None


@pytest.mark.parametrize(
    "site",
    ["example.org", "https://example.org/", "https://a b.", "'self'", "https://x;script-src", "*"],
)
def test_a_site_that_is_none_is_told_and_opens_nothing(site: str) -> None:
    with pytest.raises(ValueError, match="FLOWENGINE_WIDGET_SITES"):
        settings({"FLOWENGINE_WIDGET_SITES": site}, Path("flows"))


def test_people_can_stay_unknown_only_with_a_key() -> None:
    anonymous = {"FLOWENGINE_ANONYMOUS": "sms, Telegram"}
    with pytest.raises(ValueError, match="FLOWENGINE_PSEUDONYM_KEY"):
        settings({**anonymous, "FLOWENGINE_PSEUDONYM_KEY": "x" * 31}, Path("flows"))
    found = settings({**anonymous, "FLOWENGINE_PSEUDONYM_KEY": "x" * 32}, Path("flows"))
    assert found.anonymous == {"sms", "telegram"}
    assert "xxxx" not in repr(found)


def test_calls_are_taken_unless_they_are_turned_off() -> None:
    plain = settings({}, Path("flows")).speech
    assert plain is not None
    assert (plain.cache, plain.models, plain.most) == (Path(".flowengine/speech"), None, 100)
    assert settings({"FLOWENGINE_SPEECH": "Off"}, Path("flows")).speech is None
    chosen = settings(
        {
            "FLOWENGINE_SPEECH_CACHE": "/srv/sound",
            "FLOWENGINE_MODELS": "/srv/models",
            "FLOWENGINE_CALLS": "8",
        },
        Path("flows"),
        store=Path("/srv/store.db"),
    ).speech
    assert chosen is not None
    assert (chosen.cache, chosen.models, chosen.most) == (
        Path("/srv/sound"),
        Path("/srv/models"),
        8,
    )


@pytest.mark.parametrize(
    ("store", "cache"),
    [
        (Path("/srv/store.db"), Path("/srv/speech")),
        ("postgresql://db/flows", Path(".flowengine/speech")),
    ],
)
def test_what_was_spoken_lies_beside_the_store(store: str | Path, cache: Path) -> None:
    found = settings({}, Path("flows"), store=store).speech
    assert found is not None
    assert found.cache == cache


@pytest.mark.parametrize(
    "environment",
    [
        {"FLOWENGINE_SPEECH": "maybe"},
        {"FLOWENGINE_CALLS": "0"},
        {"FLOWENGINE_CALLS": "many"},
        {"FLOWENGINE_RECORDING_KEY": "x" * 31},
    ],
)
def test_what_says_nothing_of_calls_is_told_by_its_name(environment: dict[str, str]) -> None:
    (name,) = environment
    with pytest.raises(ValueError, match=name):
        settings(environment, Path("flows"))


def test_the_key_of_recordings_is_not_shown() -> None:
    found = settings({"FLOWENGINE_RECORDING_KEY": "k3y" * 11}, Path("flows"))
    assert found.recording_key == "k3y" * 11
    assert "k3y" not in repr(found)


@pytest.mark.parametrize("name", ["FLOWENGINE_DESK_KEY", "FLOWENGINE_RECORDING_KEY"])
def test_a_key_that_protects_nobody_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} is too short"):
        settings({name: "x" * 31}, Path("flows"))
    found = settings({name: "x" * 32}, Path("flows"))
    assert "x" * 32 not in repr(found)
    assert "x" * 32 in (found.desk_key, found.recording_key)


def test_own_rules_lie_beside_the_flows_or_where_they_are_named(tmp_path: Path) -> None:
    assert settings({}, tmp_path).permissions is None
    file = tmp_path / "permissions.toml"
    file.touch()
    assert settings({}, tmp_path).permissions == file
    assert settings({}, tmp_path, published=True).permissions is None  # no folder is looked at
    named = {"FLOWENGINE_PERMISSIONS": "/etc/rules.toml"}
    for published in (False, True):
        found = settings(named, tmp_path, published=published).permissions
        assert found == Path("/etc/rules.toml")


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("", ()),
        ("Debriefing, outreach,,Debriefing", ("Debriefing", "outreach")),
        ("Дебрифінг,بازنگری", ("Дебрифінг", "بازنگری")),
    ],
)
def test_statuses_of_our_own(text: str, statuses: tuple[str, ...]) -> None:
    assert settings({"FLOWENGINE_STATUSES": text}, Path("flows")).statuses == statuses


@pytest.mark.parametrize(
    "text",
    ["ready", "Ready", "x,offline", "after", "away", "<b>", "a" * 31, ",".join("abcdefghijklm")],
)
def test_what_is_no_status_of_our_own(text: str) -> None:
    with pytest.raises(ValueError, match="FLOWENGINE_STATUSES"):
        settings({"FLOWENGINE_STATUSES": text}, Path("flows"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost"])
def test_a_demonstration_is_for_its_own_machine(host: str) -> None:
    assert settings({}, Path("flows"), host=host, demo=True).demo
    assert not settings({}, Path("flows"), host=host).demo


REACHED: list[tuple[dict[str, Any], str]] = [
    ({"host": "0.0.0.0"}, "lets other machines in"),  # noqa: S104 - refused
    ({"host": "::"}, "lets other machines in"),
    ({"host": "192.0.2.1"}, "lets other machines in"),
    ({"host": ""}, "lets other machines in"),
    ({"host": "localhost.example.org"}, "lets other machines in"),
    ({"store": "postgresql://db/x"}, "PostgreSQL"),
    ({"store": "postgresql://db/x", "workers": 2}, "--workers"),
    ({"published": True}, "--published"),
]


@pytest.mark.parametrize(("given", "told"), REACHED)
def test_a_demonstration_that_others_could_reach_is_refused(
    given: dict[str, Any], told: str
) -> None:
    with pytest.raises(ValueError, match="without a password") as error:
        settings({}, Path("flows"), demo=True, **given)
    assert told in str(error.value)
