"""How log lines are written: structlog's events go to Python's logging, one line each, and so to wherever the settings send them."""

from __future__ import annotations

import structlog


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
