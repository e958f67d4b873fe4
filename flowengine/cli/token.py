"""`flowengine token`: secrets for programs and operators, beside a running server or before it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.host.access import Access
    from flowengine.store.records import Token
    from flowengine.store.verbs import Store


def register(commands: Any) -> None:
    command = commands.add_parser(
        "token",
        help="make, list and revoke the tokens of programs and operators",
        description="Tokens open the integration API and the operators' pages of a server.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    new = _deed(deeds, "new", "make a token and show its secret, this once")
    new.add_argument("name", metavar="NAME", help="who will show it: crm, olena")
    new.add_argument(
        "--role",
        choices=("api", "operator"),
        default="api",
        help="api for programs (when not given), operator for people who look after the server",
    )
    new.add_argument(
        "--days", type=int, default=90, help="how long it is valid: 90 when not given, 0 for ever"
    )
    _deed(deeds, "list", "list those that were not revoked")
    revoke = _deed(deeds, "revoke", "let a token open nothing from now on")
    revoke.add_argument("id", metavar="ID", help="as `flowengine token list` shows it")


def _deed(deeds: Any, name: str, help_: str) -> Any:
    made = deeds.add_parser(name, help=help_, description=f"{help_.capitalize()}.")
    store_argument(made)
    made.set_defaults(run=run, deed=name)
    return made


def run(chosen: Namespace) -> int:
    """1 where there is no such token."""

    async def work(store: Store) -> int:
        from flowengine.host.access import Access

        return await _DEEDS[chosen.deed](Access(store), chosen)

    # A first token may be made before the first server; a file that is looked into must be there.
    return beside(chosen.store, work, first=chosen.deed == "new")


async def _new(access: Access, chosen: Namespace) -> int:
    others = [one.id for one in await access.listed() if one.name == chosen.name]
    token, secret = await access.issue(chosen.name, chosen.role, chosen.days)
    print(f"The token of {token.name} (role {token.role}, {_until(token)}), shown only now:")
    print(secret)
    if others and chosen.role == "api":
        print(
            f"{token.name} has other tokens ({', '.join(others)}). All of one name reach the same"
            " conversations. Revoke the old ones when nobody shows them any more."
        )
    return 0


async def _list(access: Access, _: Namespace) -> int:
    found = await access.listed()
    for one in found:
        over = " – over" if access.ended(one) else ""
        print(f"{one.id}  {one.role:8}  {_until(one)}{over}  {one.name}")
    if not found:
        print("There is no token. Make one: flowengine token new NAME")
    return 0


async def _revoke(access: Access, chosen: Namespace) -> int:
    if await access.revoke(chosen.id):
        print(f"{chosen.id} is revoked.")
        return 0
    print(f"There is no token {chosen.id}. See: flowengine token list")
    return 1


def _until(token: Token) -> str:
    from datetime import UTC, datetime

    if not token.ends:
        return "without end"
    return f"until {datetime.fromtimestamp(token.ends, UTC):%Y-%m-%d %H:%M} UTC"


_DEEDS = {"new": _new, "list": _list, "revoke": _revoke}
