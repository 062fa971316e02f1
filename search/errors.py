"""What a search refuses, with stable codes."""

from enum import StrEnum

from ipmarket.kernel.errors import InvalidInput


class SearchErrorCode(StrEnum):
    QUERY_TOO_LONG = "query_too_long"
    CONTROL_CHARACTERS = "query_control_characters"
    TOO_MANY_CHOICES = "too_many_choices"


class QueryRefused(InvalidInput):
    """The query cannot be one that a person meant."""

    default_code = SearchErrorCode.QUERY_TOO_LONG
