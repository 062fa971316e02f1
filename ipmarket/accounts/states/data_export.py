"""What may happen to a copy of personal data."""

from enum import StrEnum

from ipmarket.accounts.enums import JobState
from ipmarket.kernel.states import StateTable


class JobEvent(StrEnum):
    FINISH = "finish"
    FAIL = "fail"
    EXPIRE = "expire"


DATA_EXPORT = StateTable(
    name="data export",
    states=JobState,
    initial=JobState.QUEUED,
    transitions={
        (JobState.QUEUED, JobEvent.FINISH): JobState.READY,
        (JobState.QUEUED, JobEvent.FAIL): JobState.FAILED,
        (JobState.READY, JobEvent.EXPIRE): JobState.EXPIRED,
    },
)
