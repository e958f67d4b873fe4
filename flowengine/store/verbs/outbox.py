"""Messages to people: claimed, sent, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.records import Outgoing


class OutboxVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def post(self, messages: Sequence[Outgoing]) -> None:
        """Messages that belong to no turn. One whose key is known already is left as it is."""

    async def claim_outgoing(
        self, now: float, limit: int, node: str, gateways: Sequence[str] = ()
    ) -> tuple[Outgoing, ...]:
        """Queued messages that are due, now `sending` with one try more; oldest first.

        `gateways` narrows it to these; none means any. Of a conversation's messages to one address
        only the oldest is given, by `at` and `key`, and none while an older one is queued or being
        sent: they arrive in their order.
        """

    async def next_outgoing(self) -> float:
        """When the earliest queued message is due, 0 where there is none."""

    async def lost_outgoing(self, node: str, again: Sequence[str] = ()) -> tuple[Outgoing, ...]:
        """Those that a dead node was sending, now `ambiguous`: nobody knows whether they went.

        Those of the gateways in `again`, which know a repeated message, are `queued` once more.
        """

    async def settle(self, message: Outgoing, node: str, *, drop: bool = False) -> bool:
        """Write `state`, `due`, `tries`, `error` and `sent_as` of a message this node was sending.

        False, and nothing written, when it was not this node's any more. With `drop` its row goes,
        and so does that of one which was sent for a conversation that was erased meanwhile.
        """

    async def reported(self, message: Outgoing) -> bool:
        """The provider tells what became of it: write its `state`, `error` and `sent_as`.

        False, and nothing written, unless it was sent, ambiguous or failed.
        """

    async def outgoing(
        self,
        state: str = "",
        *,
        limit: int = 50,
        before: float = 0.0,
        behind: str = "",
        conversation: str = "",
    ) -> tuple[Outgoing, ...]:
        """Messages in a state (any: ""), newest first.

        `before` and `behind` go on after a page: the `at` and the `key` of its last one.
        """

    async def letter(self, key: str) -> Outgoing | None:
        """One message by its key."""

    async def sent_as(self, gateway: str, name: str) -> Outgoing | None:
        """The message that the provider knows under this name."""

    async def send_again(self, key: str, now: float) -> bool:
        """A person wants a failed or ambiguous message tried again. False when it is neither."""

    async def token_wait(self, bucket: str, rate: float, burst: float, now: float) -> float:
        """Take a token from a bucket that fills with `rate` a second up to `burst`.

        0.0 when one was taken, else the seconds until one will be there; then none was taken.
        """

    async def token_back(self, bucket: str, burst: float) -> None:
        """Put one back that was taken, up to `burst`."""

    async def taken_from(self, bucket: str) -> bool:
        """Whether anybody has taken from it, and it was not forgotten since."""

    async def forget_buckets(self, beginning: str, before: float) -> None:
        """Those whose name begins so and that nobody took from since that moment: they are full."""
