"""The Celery side of the relay: one task that carries out one delivery."""

from __future__ import annotations

from celery import shared_task
from django.db import connection

from ipmarket.kernel import clock
from ipmarket.kernel.outbox.delivery import deliver_one


@shared_task(name="outbox.deliver", ignore_result=True, acks_late=True)
def deliver(delivery_id: int) -> None:
    """Carry out the delivery and record it in the transaction of its handler. A task that comes twice finds nothing to do."""
    deliver_one(delivery_id, at=clock.now())
    with connection.cursor() as cursor:
        # The next event of the same aggregate may be waiting for this one.
        cursor.execute("NOTIFY ipmarket_outbox")
