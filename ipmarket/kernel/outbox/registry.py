"""Who listens to which topic, what runs after each batch, and what runs every so often. Filled when the apps' handlers are imported.

``Event`` is named here for handlers, which may not import the outbox's models.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from ipmarket.kernel.outbox.enums import Lane
from ipmarket.kernel.outbox.models import Event

__all__ = [
    "Event",
    "FlushFunction",
    "Handler",
    "HandlerFunction",
    "PeriodicFunction",
    "PeriodicJob",
    "after_batch",
    "all_handlers",
    "flushes_of",
    "handler_named",
    "handlers_of",
    "handles",
    "periodic",
    "periodic_jobs",
    "temporary_flush",
    "temporary_handler",
    "temporary_job",
]

HandlerFunction = Callable[[Event], None]
PeriodicFunction = Callable[[datetime], None]
FlushFunction = Callable[[], None]
_Function = TypeVar("_Function", bound=HandlerFunction)
_Periodic = TypeVar("_Periodic", bound=PeriodicFunction)
_Flush = TypeVar("_Flush", bound=FlushFunction)


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that is told of every event of a topic, at least once. ``name`` is recorded with each delivery and must never change."""

    name: str
    topic: str
    lane: Lane
    function: HandlerFunction


@dataclass(frozen=True, slots=True)
class PeriodicJob:
    """A function that the relay calls every so many seconds, in one relay at a time."""

    name: str
    every_seconds: int
    function: PeriodicFunction


_by_name: dict[str, Handler] = {}
_by_topic: dict[str, list[Handler]] = defaultdict(list)
_jobs: dict[str, PeriodicJob] = {}
_flushes: dict[str, dict[str, FlushFunction]] = defaultdict(dict)


def _register(handler: Handler) -> None:
    present = _by_name.get(handler.name)
    if present is not None:
        raise ValueError(f"The handler name {handler.name!r} is taken by {present.function.__module__}.")
    _by_name[handler.name] = handler
    _by_topic[handler.topic].append(handler)


def _forget(handler: Handler) -> None:
    del _by_name[handler.name]
    _by_topic[handler.topic].remove(handler)


def handles(topic: str, *, name: str, lane: Lane = "default") -> Callable[[_Function], _Function]:
    """Register the decorated function for a topic.

    It runs in the transaction that records its delivery and may run again when that transaction fails, so it must be idempotent.
    One function may listen to several topics under several names. The lane "index" stays in the relay process (one index writer);
    deliveries of "mail" are committed one by one, since what left the house is not taken back with a batch.
    """

    def decorate(function: _Function) -> _Function:
        _register(Handler(name=name, topic=topic, lane=lane, function=function))
        return function

    return decorate


def after_batch(*, name: str, lane: Lane) -> Callable[[_Flush], _Flush]:
    """Register a function that runs once after each batch of a lane, before the batch is committed: one index commit for many documents.

    When it raises, the whole batch is taken back and tried again one delivery at a time.
    """

    def decorate(function: _Flush) -> _Flush:
        if name in _flushes[lane]:
            raise ValueError(f"The name {name!r} is taken.")
        _flushes[lane][name] = function
        return function

    return decorate


def periodic(name: str, *, every_seconds: int) -> Callable[[_Periodic], _Periodic]:
    """Register a job that the relay runs every so many seconds; it is given the instant at which it began."""

    def decorate(function: _Periodic) -> _Periodic:
        if name in _jobs:
            raise ValueError(f"The job name {name!r} is taken.")
        _jobs[name] = PeriodicJob(name=name, every_seconds=every_seconds, function=function)
        return function

    return decorate


def handlers_of(topic: str) -> tuple[Handler, ...]:
    """Return who listens to the topic, in the order of registration."""
    return tuple(_by_topic.get(topic, ()))


def handler_named(name: str) -> Handler | None:
    """Return the handler of that name, or None when the code no longer has it."""
    return _by_name.get(name)


def all_handlers() -> tuple[Handler, ...]:
    """Return every handler, by name."""
    return tuple(_by_name[name] for name in sorted(_by_name))


def flushes_of(lane: str) -> tuple[FlushFunction, ...]:
    """Return what runs after each batch of the lane."""
    return tuple(_flushes.get(lane, {}).values())


def periodic_jobs() -> tuple[PeriodicJob, ...]:
    """Return every periodic job, by name."""
    return tuple(_jobs[name] for name in sorted(_jobs))


@contextmanager
def temporary_handler(topic: str, function: HandlerFunction, *, name: str, lane: Lane = "default") -> Iterator[Handler]:
    """Register a handler for the length of a block, for tests and for one-off jobs."""
    handler = Handler(name=name, topic=topic, lane=lane, function=function)
    _register(handler)
    try:
        yield handler
    finally:
        _forget(handler)


@contextmanager
def temporary_flush(function: FlushFunction, *, name: str, lane: Lane) -> Iterator[None]:
    """Register a flush for the length of a block."""
    after_batch(name=name, lane=lane)(function)
    try:
        yield
    finally:
        del _flushes[lane][name]


@contextmanager
def temporary_job(function: PeriodicFunction, *, name: str, every_seconds: int) -> Iterator[None]:
    """Register a periodic job for the length of a block."""
    periodic(name, every_seconds=every_seconds)(function)
    try:
        yield
    finally:
        del _jobs[name]
