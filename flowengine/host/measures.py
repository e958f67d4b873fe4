"""What this process counts of itself, for `/metrics`, in the terms of Prometheus.

Whoever does a thing counts it: `measures.turns_total.inc()`, `measures.turn_seconds.observe(s)`. A
label has few values, and all of them are ours or our operators': a state, the name of a gateway.
Nothing here may come from what people said, or name one of them. How much waits in the store is
not counted here, for all nodes share it; `flowengine.server.health` asks the store.

Several workers of one server add up through files, where PROMETHEUS_MULTIPROC_DIR names a folder
before this module is imported (see `flowengine.server.workers`); gauges therefore say how.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

# A second line for every figure, which says when it began to be counted.
disable_created_metrics()  # type: ignore[no-untyped-call]

REGISTRY = CollectorRegistry()

# Seconds. A turn should take some milliseconds, sending and asking may take a minute.
_SHORT = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_LONG = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0, 60.0)


def _counter(name: str, what: str, labels: tuple[str, ...] = ()) -> Counter:
    return Counter(f"flowengine_{name}", what, labels, registry=REGISTRY)


def _sum(name: str, what: str) -> Gauge:
    """A gauge that living workers have together."""
    return Gauge(f"flowengine_{name}", what, registry=REGISTRY, multiprocess_mode="livesum")


def _seconds(name: str, what: str, buckets: tuple[float, ...]) -> Histogram:
    return Histogram(f"flowengine_{name}", what, registry=REGISTRY, buckets=buckets)


conversations_total = _counter("conversations_total", "Conversations that began here.")
turns_total = _counter("turns_total", "Turns that were committed.")
turn_seconds = _seconds("turn_seconds", "From taking a conversation to its commit.", _SHORT)
stale_total = _counter("stale_total", "Turns done again, for another commit had come first.")
busy_total = _counter("busy_total", "Waits for another node that had the conversation.")
replayed_total = _counter("replayed_total", "Messages that came once more and changed nothing.")
faults_total = _counter("faults_total", "Mistakes of flows that were met while they ran.")
refused_total = _counter(
    "refused_total", "Requests refused, by the code of the refusal.", ("code",)
)

calls_running = _sum("calls_running", "Calls that are going on.")
calls_total = _counter("calls_total", "Calls by how they ended, or why not taken.", ("outcome",))
waits_spoken_total = _counter(
    "waits_spoken_total", "Times that a caller was asked to wait a moment."
)
unspoken_total = _counter("unspoken_total", "Texts that could not be spoken and were left out.")

timers_total = _counter("timers_total", "Timers that were obeyed or dropped.")
timer_late_seconds = _seconds("timer_late_seconds", "How late a timer was brought.", _LONG)
errands_running = _sum("errands_running", "Fetches and hand-offs under way.")
fetch_seconds = _seconds("fetch_seconds", "How long services took to answer fetches.", _LONG)
fetches_total = _counter(
    "fetches_total", "Fetches by how they ended: ok, or the word the flow hears.", ("outcome",)
)

outgoing_total = _counter(
    "outgoing_total", "Tries to send by gateway and the state after them.", ("gateway", "state")
)
send_seconds = _seconds("send_seconds", "How long gateways took to take a message.", _LONG)

desk_offers_total = _counter("desk_offers_total", "Offers to agents that this node made.")

pages_connected = _sum("pages_connected", "Open WebSockets of chats.")
store_failures_total = _counter("store_failures_total", "Times the store could not do something.")
beats_total = _counter("beats_total", "Times this node said that it lives.")
given_up_total = _counter("given_up_total", "Times this node was taken for dead meanwhile.")
loop_lag_seconds = _seconds("loop_lag_seconds", "How late the event loop woke somebody.", _SHORT)
