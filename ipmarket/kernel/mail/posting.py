"""Hands a message to Django's mail backend. What a server says is turned into codes, since its words name people."""

from __future__ import annotations

import smtplib
from typing import Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from ipmarket.kernel.mail.errors import MailNotSent
from ipmarket.kernel.mail.selectors import Letter

_PERMANENT: Final = range(500, 600)


class RecipientRefused(Exception):
    """The server will never take a message for this recipient."""


def _message_of(letter: Letter) -> EmailMultiAlternatives:
    rendered = letter.rendered
    message = EmailMultiAlternatives(
        subject=rendered.subject,
        body=rendered.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[letter.to_address],
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated", "Content-Language": rendered.language},
    )
    message.attach_alternative(rendered.html, "text/html")
    return message


def post(letter: Letter) -> None:
    """Send the message, waiting no longer than EMAIL_TIMEOUT. Raises RecipientRefused for good, MailNotSent when it may be tried again.

    A server that took the message just before the connection broke gets it again, under the same Message-ID.
    """
    try:
        sent = _message_of(letter).send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if codes and all(code in _PERMANENT for code in codes):
            raise RecipientRefused from None
        raise MailNotSent("The mail server does not take the recipient at present.") from None
    except smtplib.SMTPResponseException as error:
        raise MailNotSent(f"The mail server answered {error.smtp_code}.") from None
    except (smtplib.SMTPException, OSError, ValueError) as error:  # a value that does not fit a header would be named in full
        raise MailNotSent(f"The mail server could not be used: {type(error).__name__}.") from None
    if sent != 1:
        raise MailNotSent("The mail server took nothing.")
