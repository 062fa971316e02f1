"""Publication numbers for people."""

from patents.numbers import try_parse


def display_number(ref: str) -> str | None:
    """A compact number as its office prints it; None where nothing is published."""
    number = try_parse(ref) if ref else None
    return number.display if number else (ref or None)
