"""What can go wrong with mail."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from ipmarket.kernel.errors import InvalidInput, Unavailable


class MailErrorCode(StrEnum):
    """Stable codes of mail. The last two are also kept as the reason of a message that failed."""

    TEMPLATE_REFUSED = "mail_template_refused"
    ADDRESS_REFUSED = "mail_address_refused"
    NOT_SENT = "mail_not_sent"
    RECIPIENT_REFUSED = "mail_recipient_refused"
    GIVEN_UP = "mail_given_up"


class TemplateRefused(ValueError):
    """A template that cannot be read, or values that are not exactly those that it declares: a mistake in the program, never of a user.

    The message names templates and placeholders, never values.
    """


class AddressRefused(InvalidInput):
    """The recipient's address, language or time zone cannot be used. The message does not repeat the address."""

    default_code: ClassVar[StrEnum] = MailErrorCode.ADDRESS_REFUSED


class MailNotSent(Unavailable):
    """The server did not take the message; the outbox tries again. What the server said is not repeated, since it names people."""

    default_code: ClassVar[StrEnum] = MailErrorCode.NOT_SENT
