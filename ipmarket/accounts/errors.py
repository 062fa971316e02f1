"""Stable codes of what can go wrong with people and organisations."""

from enum import StrEnum

from ipmarket.kernel.errors import DomainError


class AccountsError(StrEnum):
    BAD_CREDENTIALS = "bad_credentials"
    TOO_MANY_ATTEMPTS = "too_many_attempts"


class CredentialsRefused(DomainError):
    """Nobody is told whether the address or the password was wrong."""

    status = 401
    default_code = AccountsError.BAD_CREDENTIALS


class TooManyAttempts(DomainError):
    """The address has to rest for a while."""

    status = 429
    default_code = AccountsError.TOO_MANY_ATTEMPTS
