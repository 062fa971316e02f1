"""Lines in, lines out: the format of ``manage.py classify``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from patents.classification.documents import Document, Suggestion, SuggestionSet
from patents.classification.pipeline import suggest_stream

LONGEST_LINE_BYTES = 8 * 1024 * 1024


class BadLine(Exception):
    """A line that can't be classified.  ``str()`` is a sentence that names the line."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"Line {number:,}: {problem}")
        self.number = number


@dataclass(frozen=True, slots=True)
class Request:
    """One line: its identifier as it was written, and what to classify."""

    id: str | int
    document: Document


def parse_request(line: bytes, number: int) -> Request:
    """Read one line.  Raises ``BadLine``."""
    try:
        content = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine(number, "this is not UTF-8 text.") from error
    except (ValueError, RecursionError) as error:
        raise BadLine(number, "this is not JSON.") from error
    if not isinstance(content, dict):
        raise BadLine(number, "an object was expected.")
    identifier = content.get("id")
    if isinstance(identifier, bool) or not isinstance(identifier, str | int):
        raise BadLine(number, '"id" is missing or is neither text nor a whole number.')
    title, abstract, language = (_text(content, name, number) for name in ("title", "abstract", "lang"))
    return Request(identifier, Document(title, abstract, language or None))


def read_requests(stream: IO[bytes]) -> Iterator[Request]:
    """Read a stream line by line; a line is never longer in memory than 8 MiB.  Raises ``BadLine``."""
    number = 0
    while line := stream.readline(LONGEST_LINE_BYTES + 1):
        number += 1
        if len(line) > LONGEST_LINE_BYTES:
            raise BadLine(number, "it is longer than 8 MiB.")
        yield parse_request(line, number)


def answers(requests: Iterable[Request], *, top: int) -> Iterator[str]:
    """One line of JSON for each request, in order."""
    waiting: list[str | int] = []

    def documents() -> Iterator[Document]:
        for request in requests:
            waiting.append(request.id)
            yield request.document

    for answer in suggest_stream(documents(), top=top):
        yield json.dumps(response(waiting.pop(0), answer), ensure_ascii=False)


def response(identifier: str | int, answer: SuggestionSet) -> dict[str, Any]:
    """The object that a line holds."""
    return {
        "id": identifier,
        "suggestions": [_pair(item) for item in answer.suggestions],
        "sections": [_pair(item) for item in answer.sections],
        "abstained": answer.abstained,
    }


def _pair(item: Suggestion) -> dict[str, str | float]:
    return {"symbol": item.symbol, "score": item.score}


def _text(content: dict[str, Any], name: str, number: int) -> str:
    value = content.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLine(number, f'"{name}" is neither text nor null.')
    return value
