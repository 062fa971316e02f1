"""Stable codes of what the catalogue refuses."""

from enum import StrEnum


class PatentsError(StrEnum):
    IMPORT_SOURCE_UNKNOWN = "import_source_unknown"
    IMPORT_RUNS_ELSEWHERE = "import_runs_elsewhere"
    TEXT_EMPTY = "text_empty"
