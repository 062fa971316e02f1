"""JSON bodies, bounded: DRF reads them past Django's limit, so the limit is kept here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, ClassVar

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from ipmarket.kernel.api.renderers import OrjsonRenderer


class OrjsonParser(BaseParser):
    """Parses a JSON body of at most ``DATA_UPLOAD_MAX_MEMORY_SIZE`` bytes. orjson refuses NaN, deep nesting and broken UTF-8."""

    media_type = "application/json"
    renderer_class: ClassVar[type[OrjsonRenderer]] = OrjsonRenderer

    def parse(self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """Return the parsed body. Raises RequestDataTooBig past the limit and ParseError for anything that is not JSON."""
        limit: int | None = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read() if limit is None else stream.read(limit + 1)
        if limit is not None and len(body) > limit:
            raise RequestDataTooBig(f"The body is longer than {limit} bytes.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            # The message of the error would repeat a piece of the body, which may be confidential.
            raise ParseError("The body is not valid JSON.") from error
