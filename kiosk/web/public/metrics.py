"""``/metrics``: what whoever watches the service wants to be woken by. No figure of a report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from starlette.requests import Request
from starlette.responses import Response

from kiosk.domain.period import Period
from kiosk.domain.problem import Problem
from kiosk.domain.scan import Outcome
from kiosk.domain.uncounted import Uncounted
from kiosk.recorder import Alarm, Count, Tally
from kiosk.store import totals
from kiosk.store.driver import StoreFailure
from kiosk.web.problems import problem_json
from kiosk.web.requests import state_of
from kiosk.web.state import State
from kiosk.web.watchers import require_watcher

_OUTCOMES = (
    (Outcome.RECORDED, Count.RECORDED),
    (Outcome.SPOOLED, Count.SPOOLED),
    (Outcome.UNRECORDED, Count.UNRECORDED),
)


@dataclass(frozen=True, eq=False)
class _Told:
    """What there is to tell, read before it is written out; `today` is None without a database."""

    tally: Tally
    uncounted: Uncounted
    period: Period
    now: int
    today: dict[str, int] | None
    alarms: frozenset[Alarm]

    def collect(self) -> Iterator[Metric]:
        """Every family, as the library writes it."""
        yield from self._done()
        alarms = GaugeMetricFamily(
            "mingbai_alarm", "What is wrong just now on this machine.", labels=["alarm"]
        )
        for alarm in Alarm:
            alarms.add_metric([alarm.value], int(alarm in self.alarms))
        yield alarms
        yield _gauge(
            "mingbai_database_up", "Whether the database answers.", int(self.today is not None)
        )
        oldest = self.uncounted.oldest
        age = 0.0 if oldest is None else max(0, self.now - oldest) / 1_000
        yield _gauge("mingbai_spool_scans", "Scans that wait here.", self.uncounted.waiting)
        yield _gauge("mingbai_spool_age_seconds", "How long the oldest of them waits.", age)
        yield _gauge(
            "mingbai_unrecorded_today",
            "Openings of today that could not be recorded.",
            self.uncounted.within(self.period),
        )
        if self.today is not None:
            classes = GaugeMetricFamily(
                "mingbai_openings_today", "Scans of today by class, on all nodes.", labels=["class"]
            )
            for name, number in self.today.items():
                classes.add_metric([name], number)
            yield classes

    def _done(self) -> Iterator[Metric]:
        answers = CounterMetricFamily(
            "mingbai_scans", "Openings by what their answer said.", labels=["outcome"]
        )
        for outcome, count in _OUTCOMES:
            answers.add_metric([outcome.value], self.tally.of_all(count))
        yield answers
        yield CounterMetricFamily(
            "mingbai_queue_refused",
            "Openings that found the queue full.",
            value=self.tally.of_all(Count.REFUSED),
        )
        yield HistogramMetricFamily(
            "mingbai_commit_seconds",
            "How long a group took to be durable.",
            buckets=self.tally.commits(),
            sum_value=self.tally.of_all(Count.SECONDS),
        )


async def show(request: Request) -> Response:
    """What the workers of this node have done, and what waits; for who watches the service."""
    try:
        await require_watcher(request)
    except Problem as problem:
        return problem_json(problem, "en")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(await _told(state_of(request)))
    return Response(
        generate_latest(registry),
        media_type=CONTENT_TYPE_LATEST,
        headers={"cache-control": "no-store"},
    )


async def _told(state: State) -> _Told:
    now = state.office.now()
    day = state.office.zone.today(now)
    period = Period(day, day)
    today: dict[str, int] | None
    try:
        found = await state.office.driver.read(lambda reader: totals.waterfall(reader, period))
        today = {klass.value: number for klass, number in found.parts}
        uncounted = await state.uncounted()
    except StoreFailure:
        today, uncounted = None, await state.uncounted_here()
    alarms = frozenset(raised.alarm for raised in state.alarms.on)
    return _Told(state.recorder.tally, uncounted, period, now, today, alarms)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=value)
