"""Runs the registered jobs that are due, each in one relay at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from ipmarket.kernel import clock
from ipmarket.kernel.outbox.models import PeriodicRun
from ipmarket.kernel.outbox.registry import PeriodicJob, periodic_jobs
from ipmarket.kernel.refused_values import without_values

log = structlog.get_logger(__name__)


def _claim(job: PeriodicJob, at: datetime) -> bool:
    """Take the job's turn; exactly one caller gets it, since both ways are one statement each."""
    with transaction.atomic():
        _, created = PeriodicRun.objects.get_or_create(name=job.name, defaults={"started_at": at})
        if created:
            return True
        due_before = at - timedelta(seconds=job.every_seconds)
        return PeriodicRun.objects.filter(name=job.name, started_at__lte=due_before).update(started_at=at, finished_at=None) == 1


def run_due_jobs(*, at: datetime) -> list[str]:
    """Run every job whose turn has come and return their names. A job that fails is logged, noted, and waits for its next turn."""
    ran: list[str] = []
    for job in periodic_jobs():
        if not _claim(job, at):
            continue
        ran.append(job.name)
        error_text = ""
        try:
            job.function(at)
        except Exception as error:  # One job must stop neither the relay nor the other jobs.
            error_text = without_values(f"{type(error).__name__}: {error}")[:2000]
            log.exception("periodic.failed", job=job.name)
        PeriodicRun.objects.filter(name=job.name).update(finished_at=clock.now(), last_error=error_text)
    return ran
