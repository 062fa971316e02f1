"""Topics that this app emits. Payloads hold ids only."""

PERSON_REGISTERED = "accounts.person_registered"
ORGANISATION_FOUNDED = "accounts.organisation_founded"
MEMBER_ADMITTED = "accounts.member_admitted"
PLATFORM_ROLE_GRANTED = "accounts.platform_role_granted"
SESSION_STARTED = "accounts.session_started"
SESSION_ENDED = "accounts.session_ended"
