"""Tables of the outbox: what happened, and for each listener whether it was told."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from ipmarket.kernel.outbox.enums import DeliveryState


class Event(models.Model):
    """One thing that happened to one aggregate. The payload holds ids and codes only: a handler reads the rows as they are now."""

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=80)
    aggregate_type = models.CharField(max_length=80)
    aggregate_id = models.CharField(max_length=80)
    payload: models.JSONField[Any, Any] = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["aggregate_type", "aggregate_id", "id"], name="outbox_event_aggregate")
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.aggregate_type} {self.aggregate_id}"


class Delivery(models.Model):
    """One event for one handler: the queue item while it is pending, the record that it was handled afterwards.

    Attempts, back-off and parking belong to the delivery, so that one handler that fails holds up nobody else.
    ``aggregate`` repeats the event's aggregate: deliveries to one handler about one aggregate go out in the order of the events.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=120)
    lane = models.CharField(max_length=20)
    aggregate = models.CharField(max_length=161)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    available_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")
    handed_over_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once"),
            models.CheckConstraint(condition=models.Q(state__in=DeliveryState.values), name="outbox_delivery_state"),
            models.CheckConstraint(
                condition=models.Q(state=DeliveryState.DONE, delivered_at__isnull=False)
                | (~models.Q(state=DeliveryState.DONE) & models.Q(delivered_at__isnull=True)),
                name="outbox_delivery_done_has_instant",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["lane", "id"], condition=models.Q(state=DeliveryState.PENDING), name="outbox_delivery_due"),
            models.Index(
                fields=["handler", "aggregate", "id"], condition=models.Q(state=DeliveryState.PENDING), name="outbox_delivery_order"
            ),
            models.Index(fields=["state", "delivered_at"], name="outbox_delivery_state_at"),
        ]

    def __str__(self) -> str:
        return f"event {self.event_id} for {self.handler}: {self.state}"


class PeriodicRun(models.Model):
    """When a periodic job last began and ended, so that two relays do not run it twice."""

    name = models.CharField(max_length=80, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return self.name
