"""What may happen to an import."""

from enum import StrEnum

from ipmarket.kernel.states import StateTable
from patents.enums import BatchState


class BatchEvent(StrEnum):
    START = "start"
    RESUME = "resume"
    FINISH = "finish"
    FAIL = "fail"
    CANCEL = "cancel"


IMPORT_BATCH = StateTable(
    name="import",
    states=BatchState,
    initial=BatchState.QUEUED,
    transitions={
        (BatchState.QUEUED, BatchEvent.START): BatchState.RUNNING,
        (BatchState.QUEUED, BatchEvent.CANCEL): BatchState.CANCELLED,
        (BatchState.RUNNING, BatchEvent.RESUME): BatchState.RUNNING,
        (BatchState.RUNNING, BatchEvent.FINISH): BatchState.FINISHED,
        (BatchState.RUNNING, BatchEvent.FAIL): BatchState.FAILED,
        (BatchState.RUNNING, BatchEvent.CANCEL): BatchState.CANCELLED,
    },
)
