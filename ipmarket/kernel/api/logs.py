"""How log lines are written: structlog's events go to Python's logging, one line each, and so to wherever the settings send them."""

from __future__ import annotations

import logging

import structlog

from ipmarket.kernel.refused_values import without_values


class ValueFreeFormatter(logging.Formatter):
    """Prints errors with their place, and without the values that the database repeats in them: an address must not get out that way."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with its traceback where there is one."""
        return without_values(super().format(record))


def configure() -> None:
    """Send structlog through Python's logging. Left to itself it prints to standard output, where commands write their results."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(key_order=["event"], bool_as_flag=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
