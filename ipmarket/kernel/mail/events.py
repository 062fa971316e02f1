"""Topics that mail emits. Payloads hold the message's id only."""

MAIL_QUEUED = "mail.queued"
MAIL_SENT = "mail.sent"
MAIL_FAILED = "mail.failed"
MAIL_FORGOTTEN = "mail.forgotten"
