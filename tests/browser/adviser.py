"""One of us at the desk, from a page of its own: signed in, ready, and talking over the socket.

The console has its tests; here it is the person's page that is looked at, and somebody must answer.
"""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

# What the desk tells is kept by its names, and every ping is answered.
STATION = """() => new Promise((ready) => {
  const socket = new WebSocket(`ws://${location.host}/desk/socket`);
  const waits = new Map();
  let count = 0;
  const desk = { told: [], tokens: [], items: [] };
  const look = (one) => {
    if (one === null || typeof one !== "object") return;
    if (one.token) desk.tokens.push(one.token);
    if (one.state && one.id) desk.items.push(one);
    Object.values(one).forEach(look);
  };
  desk.ask = (type, fields = {}) => new Promise((answer) => {
    count += 1;
    const id = `t${count}-${Date.now()}`;
    waits.set(id, answer);
    socket.send(JSON.stringify({ type, id, ...fields }));
  });
  desk.typing = (item) => socket.send(JSON.stringify({ type: "typing", item }));
  socket.onopen = () => socket.send(JSON.stringify({ type: "hello", device: `d${Date.now()}` }));
  socket.onmessage = ({ data }) => {
    const told = JSON.parse(data);
    if (told.type === "ping") return socket.send(JSON.stringify({ type: "pong" }));
    desk.told.push(told);
    look(told);
    if (told.type === "snapshot") ready();
    const id = told.type === "took" ? told.id ?? told.took : told.id;
    if (waits.has(id)) { waits.get(id)(told); waits.delete(id); }
  };
  window.desk = desk;
})"""


class Adviser:
    """`name` is a user of the demonstration. `close` leaves without a word."""

    def __init__(self, browser: Browser, address: str, name: str = "olena") -> None:
        self._context: BrowserContext = browser.new_context(base_url=address, locale="en-GB")
        self.page: Page = self._context.new_page()
        self.page.goto("/desk/sign-in")
        self.page.locator(f"button[value={name}]").click()
        self.page.goto("/desk/me")
        self.page.evaluate(STATION)
        self.item = ""

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """One order and its answer."""
        found: dict[str, Any] = self.page.evaluate(
            "([kind, fields]) => desk.ask(kind, fields)", [kind, fields]
        )
        return found

    def ready(self) -> None:
        assert self.ask("status", status="ready")["type"] == "took"

    def takes(self) -> None:
        """Accept the offer that comes."""
        self.page.wait_for_function("() => desk.tokens.length > 0")
        token = self.page.evaluate("() => desk.tokens.at(-1)")
        answer = self.ask("accept", token=token)
        assert answer["type"] == "took", answer
        self.page.wait_for_function("() => desk.items.some((one) => one.state === 'active')")
        self.item = self.page.evaluate("() => desk.items.findLast((o) => o.state === 'active').id")

    def says(self, text: str) -> None:
        answer = self.ask("say", item=self.item, text=text)
        assert answer["type"] == "took", answer

    def types(self) -> None:
        self.page.evaluate("(item) => desk.typing(item)", self.item)

    def finishes(self) -> None:
        """The talk is over and written down: the next one may come."""
        for answer in (
            self.ask("finish", item=self.item),
            self.ask("close", item=self.item, outcome="Advice given"),
        ):
            assert answer["type"] == "took", answer

    def close(self) -> None:
        self._context.close()
