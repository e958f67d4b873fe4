from __future__ import annotations

import pytest
from prometheus_client import Gauge, generate_latest
from prometheus_client.metrics import MetricWrapperBase

from flowengine.host import measures

MEASURES = {name: one for name, one in vars(measures).items() if isinstance(one, MetricWrapperBase)}
# Words that are ours, or that an operator chose: none can hold what a person said, or who they are.
LABELS = {"code", "gateway", "outcome", "state"}


@pytest.mark.parametrize("name", MEASURES)
def test_a_measure_is_named_as_it_is_shown_and_says_what_it_is(name: str) -> None:
    (family,) = MEASURES[name].describe()
    shown = family.name + "_total" * (family.type == "counter")
    assert shown == f"flowengine_{name}"
    assert family.documentation.endswith(".")


@pytest.mark.parametrize("name", MEASURES)
def test_no_label_can_name_a_person(name: str) -> None:
    assert set(MEASURES[name]._labelnames) <= LABELS


@pytest.mark.parametrize("name", [name for name, it in MEASURES.items() if isinstance(it, Gauge)])
def test_gauges_of_several_workers_are_added_and_dead_ones_left_out(name: str) -> None:
    assert MEASURES[name]._multiprocess_mode == "livesum"  # type: ignore[attr-defined]


def test_what_is_counted_is_shown() -> None:
    measures.outgoing_total.labels(gateway="counted here", state="sent").inc()
    shown = generate_latest(measures.REGISTRY).decode()
    assert 'flowengine_outgoing_total{gateway="counted here",state="sent"} 1.0' in shown
    assert "_created" not in shown
