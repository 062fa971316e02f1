"""The table of messages: who is told what, and whether it was sent. What a message says is sealed while it waits and gone afterwards."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from ipmarket.kernel.ids import new_id
from ipmarket.kernel.mail.enums import MessageState
from ipmarket.kernel.mail.states.message import MESSAGE
from ipmarket.kernel.states import state_constraint
from ipmarket.kernel.text import LANGUAGES

# What the values are sealed for, so that they can be opened here only.
SEALED_FOR: Final = "mail.values"


class Message(models.Model):
    """One message to one address.

    ``sealed_values`` holds what the template's placeholders stand for, encrypted; it is emptied when the message is sent or has failed.
    ``to_address`` stays for the question "was it sent, and where to?" until it is forgotten. ``user_id`` names the person without a
    reference, since the floor knows no people. Attempts and their errors stand in the outbox.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    template = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    time_zone = models.CharField(max_length=64)
    to_address = models.CharField(max_length=254, blank=True)
    user_id = models.UUIDField(null=True)
    sealed_values = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=MessageState.choices, default=MessageState.QUEUED)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=40, blank=True)
    message_id = models.CharField(max_length=320, unique=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            state_constraint(MESSAGE, field="state", name="mail_message_state"),
            models.CheckConstraint(condition=models.Q(language__in=LANGUAGES), name="mail_message_language"),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~models.Q(state=MessageState.SENT) & models.Q(sent_at__isnull=True)),
                name="mail_message_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=models.Q(state=MessageState.FAILED, failure__gt="")
                | (~models.Q(state=MessageState.FAILED) & models.Q(failure="")),
                name="mail_message_failed_has_reason",
            ),
            # What has been said, or will not be said, is not kept.
            models.CheckConstraint(
                condition=models.Q(state=MessageState.QUEUED) | models.Q(sealed_values=""), name="mail_message_says_nothing_afterwards"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=MessageState.QUEUED) | models.Q(to_address__gt="", sealed_values__gt=""),
                name="mail_message_queued_can_be_sent",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["queued_at"], name="mail_message_queued_at"),
            models.Index(fields=["user_id", "queued_at"], name="mail_message_user"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.id}: {self.state}"
