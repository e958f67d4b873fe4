"""The simulator, against formulas that know the same lines exactly, and what it is for: lines that
no formula knows. Ten seeds each; accepted within three standard errors of their mean."""

from __future__ import annotations

import math
from random import Random
from statistics import fmean, stdev
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.desk import erlang, waits
from flowengine.desk.items import CHAT, LOW, NORMAL, URGENT
from flowengine.desk.simulation import Crowd, Shift, Trial, run
from flowengine.desk.waits import Figures
from flowengine.language.program import Queue, Ring
from tests.desk.kit import agent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flowengine.desk.simulation import Result

QUEUE = {"advice": Queue(hours="", most=0)}
SEEDS = range(10)


def crowd(rate: float, aht: float, patience: float = math.inf, **rest: Any) -> Crowd:
    given = {"name": "all", "queue": "advice", "rates": ((0.0, rate),)} | rest
    return Crowd(aht=aht, patience=patience, **given)


def shifts(count: int) -> list[Shift]:
    return [Shift(agent(f"a{n:03}")) for n in range(count)]


class Even:
    """No chance at all: every wait is its mean."""

    def expovariate(self, lambd: float, /) -> float:
        return 1.0 / lambd


# ---------------------------------------------------------------- small ones, by hand


def ends(result: Result) -> list[tuple[float, float, bool]]:
    return [(one.joined, one.waited, one.answered) for one in result.trials]


def test_one_agent_serves_one_after_the_other() -> None:
    found = run([crowd(1 / 60, 90.0)], shifts(1), QUEUE, 400.0, Even())
    assert ends(found) == [(60.0, 0.0, True), (120.0, 30.0, True), (180.0, 60.0, True),
                           (240.0, 90.0, True)]  # fmt: skip
    assert [one.ahead for one in found.trials] == [-1, 0, 0, 0]
    assert (found.busy, found.there) == (340.0, 400.0)


def test_who_is_impatient_gives_up_and_it_is_known_how_long_they_would_have_waited() -> None:
    found = run([crowd(1 / 60, 200.0, 50.0)], shifts(1), QUEUE, 700.0, Even())
    assert ends(found)[:4] == [(60.0, 0.0, True), (120.0, 50.0, False), (180.0, 50.0, False),
                               (240.0, 20.0, True)]  # fmt: skip
    assert [one.virtual for one in found.trials[:4]] == [0.0, 140.0, 80.0, 20.0]


def test_when_somebody_is_free_and_nobody_waits_it_would_be_everybodys_turn() -> None:
    crowds = [crowd(0.0, 100.0, 30.0, rates=((0.0, 1 / 50), (101.0, 0.0)))]
    found = run(crowds, shifts(1), QUEUE, 500.0, Even())
    assert [(one.answered, one.virtual) for one in found.trials] == [(True, 0.0), (False, 50.0)]


def test_rates_change_by_steps() -> None:
    rates = ((0.0, 1 / 100), (250.0, 0.0), (1000.0, 1 / 10), (1035.0, 1 / 1000))
    found = run([crowd(0.0, 1.0, rates=rates)], shifts(9), QUEUE, 2100.0, Even())
    assert [one.joined for one in found.trials] == [100.0, 200.0, 1010.0, 1020.0, 1030.0, 2035.0]


def test_agents_come_and_go_and_end_what_they_began() -> None:
    shift = Shift(agent("a"), ((100.0, 200.0), (300.0, 9999.0)))
    found = run([crowd(1 / 60, 90.0)], [shift], QUEUE, 500.0, Even())
    assert ends(found) == [(60.0, 40.0, True), (120.0, 70.0, True), (180.0, 120.0, True),
                           (240.0, 150.0, True), (300.0, 180.0, True)]  # fmt: skip
    assert found.there == 300.0


def test_a_ring_relaxes_while_somebody_waits() -> None:
    queue = {"advice": Queue(hours="", most=0, level=4, rings=(
        Ring(after=30, level=3), Ring(after=50, level=1),
    ))}  # fmt: skip
    shift = Shift(agent("a", languages={"uk": 2}))
    people = [crowd(0.0, 10.0, rates=((0.0, 1 / 100), (150.0, 0.0)), language="uk")]
    found = run(people, [shift], queue, 500.0, Even())
    assert ends(found) == [(100.0, 50.0, True)]
    patient = [crowd(0.0, 10.0, 40.0, rates=((0.0, 1 / 100), (150.0, 0.0)), language="uk")]
    assert ends(run(patient, [shift], queue, 500.0, Even())) == [(100.0, 40.0, False)]


def test_a_chat_agent_holds_three_and_nobody_starves_beside_a_queue_nobody_answers() -> None:
    chats = [
        crowd(1 / 10, 100.0, media=CHAT),
        crowd(1 / 10, 100.0, media=CHAT, queue="nobody", name="never"),
    ]
    found = run(chats, shifts(1), QUEUE, 125.0, Even())
    served = [one.joined for one in found.trials if one.waited == 0.0]
    assert served == [10.0, 20.0, 30.0]
    assert {one.crowd for one in found.trials} == {"all"}


def test_the_same_chance_gives_the_same_run() -> None:
    crowds = [crowd(1 / 60, 300.0, 120.0)]
    first = run(crowds, shifts(4), QUEUE, 20_000.0, Random(7))
    assert run(crowds, shifts(4), QUEUE, 20_000.0, Random(7)) == first
    assert run(crowds, shifts(4), QUEUE, 20_000.0, Random(8)) != first


# ---------------------------------------------------------------- against the formulas


def measures(trials: Sequence[Trial], within: float) -> dict[str, float]:
    count = len(trials)
    return {
        "wait": sum(one.ahead >= 0 for one in trials) / count,
        "abandoned": sum(not one.answered for one in trials) / count,
        "asa": sum(one.waited for one in trials) / count,
        "within": sum(one.answered and one.waited <= within for one in trials) / count,
    }


def seen(runs: Iterable[Mapping[str, float]]) -> dict[str, tuple[float, float]]:
    """Mean and standard error by name."""
    found = list(runs)
    return {
        name: (
            fmean(one[name] for one in found),
            stdev(one[name] for one in found) / math.sqrt(len(found)),
        )
        for name in found[0]
    }


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "agents", "aht", "patience", "within", "people"),
    [
        pytest.param(48.0, 55, 240.0, math.inf, 15.0, 2000, id="Tanner"),
        pytest.param(48.0, 50, 60.0, 120.0, 20.0, 4000, id="2880 an hour"),
        pytest.param(10.0, 10, 180.0, 180.0, 20.0, 4000, id="patience like handling"),
        pytest.param(5.0, 6, 900.0, 180.0, 20.0, 4000, id="helpline"),
    ],
)
def test_the_simulator_reproduces_the_formulas(
    load: float, agents: int, aht: float, patience: float, within: float, people: int
) -> None:
    exact = erlang.with_patience(load, agents, aht, patience, within)
    rate = load / aht
    warm = 5.0 * aht

    def one(seed: int) -> dict[str, float]:
        until = warm + people / rate
        result = run([crowd(rate, aht, patience)], shifts(agents), QUEUE, until, Random(seed))
        late = [trial for trial in result.trials if trial.joined > warm]
        return measures(late, within) | {"occupancy": result.busy / result.there}

    for name, (mean, error) in seen(one(seed) for seed in SEEDS).items():
        slack = 0.01 if name == "occupancy" else 1e-9  # it counts the line's filling, too
        assert abs(mean - getattr(exact, name)) <= 3.0 * error + slack, (name, mean, error, exact)


@pytest.mark.slow
def test_the_scarce_language_keeps_its_people_and_costs_the_others_little() -> None:
    """Six who speak Ukrainian, one with Farsi 5, one with Farsi 2. The strict queue loses every
    second Farsi caller; rings with a fallback and the head start keep most of them."""
    staff = [agent(f"uk{n}") for n in range(6)]
    staff += [
        agent("fa5", languages={"uk": 5, "fa": 5}),
        agent("fa2", languages={"uk": 5, "fa": 2}),
    ]
    people = [
        crowd(6.0 / 300.0, 300.0, 240.0, name="uk", language="uk"),
        crowd(1.0 / 300.0, 300.0, 240.0, name="fa", language="fa"),
    ]
    any_level = Queue(hours="", most=0)
    terms = {
        "strict": Queue(hours="", most=0, level=4),
        "any": any_level,
        "fallback": Queue(
            hours="", most=0, level=4, rings=(Ring(30, 1), Ring(60, 1, ("language",)))
        ),
    }
    lost = {
        name: {who: abandoned(people, staff, {"advice": queue}, who) for who in ("uk", "fa")}
        for name, queue in terms.items()
    }
    assert lost["strict"]["fa"] > 0.35
    assert lost["any"]["fa"] < 0.30
    assert lost["fallback"]["fa"] < 0.22
    assert all(found["uk"] < 0.12 for found in lost.values())


def abandoned(
    people: list[Crowd], staff: list[Any], queues: dict[str, Queue], who: str, count: int = 3
) -> float:
    found = [
        trial.answered
        for seed in range(count)
        for trial in run(
            people, [Shift(one) for one in staff], queues, 60_000.0, Random(seed)
        ).trials
        if trial.crowd == who
    ]
    return 1.0 - sum(found) / len(found)


@pytest.mark.slow
def test_urgent_people_wait_least_and_low_ones_are_not_forgotten() -> None:
    """Eight agents, 8.8 erlang: the table of the design, within its own errors."""
    rate = 8.8 / 300.0
    people = [
        crowd(0.1 * rate, 300.0, 300.0, name="urgent", priority=URGENT),
        crowd(0.6 * rate, 300.0, 300.0, name="normal", priority=NORMAL),
        crowd(0.3 * rate, 300.0, 300.0, name="low", priority=LOW),
    ]

    def one(seed: int) -> dict[str, float]:
        trials = run(people, shifts(8), QUEUE, 60_000.0, Random(seed)).trials
        found = {}
        for name in ("urgent", "normal", "low"):
            own = [trial for trial in trials if trial.crowd == name]
            found[name] = fmean(trial.waited for trial in own)
            found[f"{name} lost"] = fmean(not trial.answered for trial in own)
        return found

    published = {"urgent": 23.0, "normal": 48.0, "low": 73.0,
                 "urgent lost": 0.083, "normal lost": 0.160, "low lost": 0.237}  # fmt: skip
    found = seen(one(seed) for seed in SEEDS)
    for name, (mean, error) in found.items():
        assert abs(mean - published[name]) <= 3.0 * error + 0.06 * published[name], (name, mean)
    assert found["urgent"][0] < found["normal"][0] < found["low"][0]


# ---------------------------------------------------------------- the wait estimate


def errors(trials: Sequence[Trial], guess: Callable[[Trial], float]) -> tuple[float, float]:
    """Bias and root mean square error in seconds, for people who had to wait."""
    off = [guess(one) - one.virtual for one in trials if one.ahead >= 0 and one.virtual < math.inf]
    return fmean(off), math.sqrt(fmean(one * one for one in off))


def asterisk_told(trials: Sequence[Trial]) -> dict[int, float]:
    """What the moving mean of Asterisk's app_queue said when each person came."""
    answered = sorted((one.joined + one.waited, one.waited) for one in trials if one.answered)
    told, hold, next_ = {}, 0.0, 0
    for one in trials:
        while next_ < len(answered) and answered[next_][0] <= one.joined:
            hold, next_ = (3.0 * hold + answered[next_][1]) / 4.0, next_ + 1
        told[id(one)] = hold
    return told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "agents", "aht", "patience"),
    [
        pytest.param(9.0, 6, 900.0, 180.0, id="helpline"),
        pytest.param(12.0, 10, 300.0, 180.0, id="overload"),
    ],
)
def test_the_wait_estimate_is_without_bias_and_far_better_than_asterisks(
    load: float, agents: int, aht: float, patience: float
) -> None:
    known = Figures(handled=1000, aht=aht, patience=patience)

    def one(seed: int) -> dict[str, float]:
        people = [crowd(load / aht, aht, patience)]
        trials = run(people, shifts(agents), QUEUE, 4000.0 * aht / load, Random(seed)).trials
        told = asterisk_told(trials)
        ours = errors(trials, lambda t: waits.expected(t.ahead, known, float(agents)) or 0.0)
        theirs = errors(trials, lambda t: told[id(t)])
        return dict(
            zip(("bias", "rmse", "bias of theirs", "rmse of theirs"), (*ours, *theirs), strict=True)
        )

    found = seen(one(seed) for seed in range(4))
    assert abs(found["bias"][0]) <= 3.0 * found["bias"][1] + 2.0
    assert found["rmse"][0] < 0.75 * found["rmse of theirs"][0]
    assert found["bias of theirs"][0] < -10.0
