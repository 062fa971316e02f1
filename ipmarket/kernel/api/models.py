"""The table of the API floor."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class IdempotencyKey(models.Model):
    """One request that carried an Idempotency-Key, and the answer that its repetition gets. Kept for 24 hours."""

    id = models.BigAutoField(primary_key=True)
    actor = models.CharField(max_length=80)
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    locked_until = models.DateTimeField()
    response_status = models.PositiveSmallIntegerField(null=True)
    response_body: models.JSONField[Any, Any] = models.JSONField(null=True)
    response_headers: models.JSONField[Any, Any] = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["actor", "route", "key"], name="kernel_api_idempotency_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["created_at"], name="kernel_api_idempotency_age")]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
