"""The Celery application: workers for everything that the relay hands over when ``CELERY_BROKER_URL`` is set."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import worker_process_init
from django.db import connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ipmarket.settings.dev")

app = Celery("ipmarket")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
    # Without bounds of its own the client would try for ever to reach a broker that is gone, and the relay would stand still.
    broker_transport_options={
        "visibility_timeout": 600,
        "socket_timeout": 5,
        "socket_connect_timeout": 5,
        "max_retries": 1,
        "interval_start": 0,
        "interval_step": 0.2,
        "interval_max": 0.5,
    },
    task_time_limit=600,
)
app.autodiscover_tasks(["ipmarket.kernel.outbox"])


@worker_process_init.connect
def _close_inherited_connections(**_: object) -> None:
    """A forked worker must not share its parent's database connection."""
    connections.close_all()
