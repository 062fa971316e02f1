"""What other parts may do with mail."""

from __future__ import annotations

from ipmarket.kernel.mail.services.forget_messages import forget_messages_of, forget_old_messages, give_up_messages
from ipmarket.kernel.mail.services.queue_mail import queue_mail
from ipmarket.kernel.mail.services.settle_message import settle_message

__all__ = ["forget_messages_of", "forget_old_messages", "give_up_messages", "queue_mail", "settle_message"]
