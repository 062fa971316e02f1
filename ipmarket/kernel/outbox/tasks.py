"""The Celery side of the relay: sending deliveries to workers, and the one task that carries one out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from celery import Celery, shared_task
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from ipmarket.kernel import clock
from ipmarket.kernel.outbox.delivery import deliver_one

log = structlog.get_logger(__name__)

TASK: Final = "outbox.deliver"


@shared_task(name=TASK, ignore_result=True, acks_late=True)
def deliver(delivery_id: int) -> None:
    """Carry out the delivery and record it in the transaction of its handler. A task that comes twice finds nothing to do."""
    deliver_one(delivery_id, at=clock.now())
    with connection.cursor() as cursor:
        # The next event of the same aggregate may be waiting for this one.
        cursor.execute("NOTIFY ipmarket_outbox")


def send_to_workers(delivery_ids: Sequence[int]) -> int:
    """Send one task for each delivery and return how many the broker took; it stops at the first that it does not take.

    The application stands at the roof, which the floor does not import, so ``IPMARKET_CELERY_APP`` names it.
    """
    application: Celery = import_string(getattr(settings, "IPMARKET_CELERY_APP", "ipmarket.celery.app"))
    for sent, delivery_id in enumerate(delivery_ids):
        try:
            application.send_task(TASK, args=(delivery_id,), ignore_result=True, retry=False)
        except (OperationalError, OSError) as error:
            log.warning("outbox.broker_unreachable", error=type(error).__name__, left=len(delivery_ids) - sent)
            return sent
    return len(delivery_ids)
