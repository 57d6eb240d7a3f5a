"""The outbox (发件箱): news for offices above, written with the change that it tells of.

The worker hands each event to every subscriber of its topic, at least once and in order of a key;
a subscriber must bear to be told twice.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from yibao.office.base.models import Event

log = logging.getLogger(__name__)

Subscriber = Callable[[Event], None]
Given = TypeVar("Given", bound=Subscriber)

AT_ONCE = 200
"""Events looked at in one round."""
TRIES_AT_MOST = 20
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)

_SUBSCRIBERS: dict[str, list[Subscriber]] = defaultdict(list)


def publish(topic: str, key: str, payload: dict[str, object]) -> None:
    """Write an event, in the transaction of the change; `key` names what it is about."""
    assert transaction.get_connection().in_atomic_block, "news is written with its change"
    Event.objects.create(topic=topic, key=key, payload=payload)


def subscriber(topic: str) -> Callable[[Given], Given]:
    """Have a function told every event of `topic`."""

    def remember(handle: Given) -> Given:
        if handle not in _SUBSCRIBERS[topic]:
            _SUBSCRIBERS[topic].append(handle)
        return handle

    return remember


def hand_on() -> int:
    """Hand on the events that are due; return how many were taken."""
    handed = 0
    blocked: set[tuple[str, str]] = set()
    last = 0
    while handed + len(blocked) < AT_ONCE:
        number = _hand_next(after=last, blocked=blocked)
        if number is None:
            break
        last = number
        handed += 1
    return handed


def retry(event_id: int) -> None:
    """Let an event that was given up be tried at once."""
    Event.objects.filter(pk=event_id, handed_at__isnull=True).update(tries=0, next_try_at=None)


def _hand_next(after: int, blocked: set[tuple[str, str]]) -> int | None:
    """Hand on the next open event behind `after`; those behind a blocked one of its key wait."""
    with transaction.atomic():
        due = Event.objects.filter(handed_at__isnull=True, pk__gt=after)
        event = due.select_for_update(skip_locked=True).order_by("pk").first()
        if event is None:
            return None
        mark = (event.topic, event.key)
        now = timezone.now()
        later = event.next_try_at is not None and event.next_try_at > now
        if mark in blocked or later or event.tries >= TRIES_AT_MOST or _is_behind(event):
            blocked.add(mark)
            return event.pk
        problem = _told(event)
        if problem:
            event.tries += 1
            event.problem = problem[:500]
            event.next_try_at = now + min(FIRST_WAIT * 2 ** (event.tries - 1), LONGEST_WAIT)
            blocked.add(mark)
        else:
            event.handed_at = now
            event.problem = ""
        event.save(update_fields=["tries", "problem", "next_try_at", "handed_at"])
        return event.pk


def _is_behind(event: Event) -> bool:
    """Tell whether an older event of the same key is still open, perhaps in other hands."""
    older = Event.objects.filter(topic=event.topic, key=event.key, pk__lt=event.pk)
    return older.filter(handed_at__isnull=True).exists()


def _told(event: Event) -> str:
    """Tell the subscribers, each whole or not at all; return what went wrong, if anything."""
    try:
        with transaction.atomic():
            for handle in _SUBSCRIBERS[event.topic]:
                handle(event)
    except Exception as error:  # noqa: BLE001 -- whatever a subscriber raises is kept and retried
        log.warning("event %s %s: %s", event.topic, event.key, error)
        return f"{type(error).__name__}: {error}"
    return ""
