"""Who may do what with people and organisations: the rows of this app. docs/policies.md is printed from them."""

from collections.abc import Iterable
from typing import Final

from ipmarket.accounts.enums import MandateScope, TokenScope
from ipmarket.accounts.selectors.policies import PolicyRow, Who, from_standing, register

_EVERYBODY: Final = frozenset({Who.VISITOR})
_PERSON: Final = frozenset({Who.PERSON, Who.SYSTEM})
_SELF: Final = frozenset({Who.SELF, Who.SYSTEM})
_READS_ALL: Final = (Who.OPERATOR, Who.AUDITOR, Who.SYSTEM)
_STAFF: Final = frozenset({Who.OPERATOR, Who.AUDITOR})
_OPERATOR: Final = frozenset({Who.OPERATOR, Who.SYSTEM})
_MANAGERS: Final = from_standing(Who.MANAGER, Who.SYSTEM)
_OWNERS: Final = from_standing(Who.OWNER, Who.SYSTEM)


def _reading(action: str, who: Iterable[Who], words: str, *, scope: str = "", mandate: str = "", is_hidden: bool = True) -> PolicyRow:
    return PolicyRow(action, frozenset(who), words, scope=scope, is_hidden=is_hidden, is_reading=True, mandate_scope=mandate)


def _platform(action: str, who: Iterable[Who], words: str) -> PolicyRow:
    """A change by staff. That such addresses exist is no secret, so a refusal says 403."""
    return PolicyRow(action, frozenset(who), words, is_hidden=False)


_ACCOUNT = (
    PolicyRow("accounts.person.register", _EVERYBODY, "Sign up"),
    _reading(
        "accounts.account.read", _SELF, "Read the own account, its tokens and its choices", scope=TokenScope.ACCOUNT_READ, is_hidden=False
    ),
    PolicyRow("accounts.account.edit", _SELF, "Change name, language and time zone of the own account", is_hidden=False),
    PolicyRow("accounts.session.switch", _SELF, "Choose the organisation to act for", is_hidden=False),
    PolicyRow("accounts.tokens.manage", _SELF, "Make and revoke the own API tokens", is_hidden=False),
    PolicyRow("accounts.consents.edit", _SELF, "Agree to something, and take it back", is_hidden=False),
    _reading("accounts.terms.read", _EVERYBODY, "Read the terms of use and the privacy notice", scope=TokenScope.ACCOUNT_READ),
    PolicyRow("accounts.terms.accept", _SELF, "Accept a version of the terms", is_hidden=False),
    PolicyRow("accounts.data.export", _SELF, "Ask for a copy of one's data, and fetch it", is_hidden=False),
    PolicyRow("accounts.data.erase", _SELF, "Have the own account erased", is_hidden=False),
    PolicyRow("accounts.retention.keep", frozenset({Who.SYSTEM}), "Forget what has been kept for long enough"),
)

_ORGANISATION = (
    PolicyRow("accounts.organisation.found", _PERSON, "Found an organisation", is_hidden=False),
    _reading("accounts.organisation.read_card", _EVERYBODY, "See the public card of an organisation", scope=TokenScope.CATALOGUE_READ),
    _reading(
        "accounts.organisation.read",
        from_standing(Who.VIEWER, Who.MANDATE, *_READS_ALL),
        "Read the whole profile of an organisation",
        scope=TokenScope.ORGANISATION_READ,
        mandate=MandateScope.READ,
    ),
    PolicyRow("accounts.organisation.edit", _MANAGERS, "Change the profile and the logo", scope=TokenScope.ORGANISATION_WRITE),
    PolicyRow("accounts.organisation.close", from_standing(Who.OWNER, Who.OPERATOR, Who.SYSTEM), "Close the organisation"),
    PolicyRow("accounts.ownership.hand_over", _OWNERS, "Hand the ownership to another member"),
    _reading(
        "accounts.documents.read", from_standing(Who.MANAGER, *_READS_ALL), "Open evidence that was handed in (each look is recorded)"
    ),
    PolicyRow("accounts.documents.add", _MANAGERS, "Hand in evidence"),
    PolicyRow("accounts.documents.remove", _MANAGERS, "Take evidence back"),
    _reading("accounts.verification.read", from_standing(Who.MANAGER, *_READS_ALL), "Read how verification was asked for and decided"),
    PolicyRow("accounts.verification.submit", _MANAGERS, "Ask to be verified"),
    PolicyRow("accounts.verification.withdraw", _MANAGERS, "Take the request to be verified back, or give a verification up"),
    _reading("accounts.domains.read", from_standing(Who.MANAGER, *_READS_ALL), "Read the mail domains of the organisation"),
    PolicyRow("accounts.domains.edit", _OWNERS, "Add and remove mail domains"),
)

_MEMBERS = (
    _reading(
        "accounts.members.read",
        from_standing(Who.VIEWER, Who.MANDATE, *_READS_ALL),
        "See who belongs to the organisation",
        scope=TokenScope.ORGANISATION_READ,
        mandate=MandateScope.READ,
    ),
    _reading("accounts.members.read_addresses", from_standing(Who.MANAGER, *_READS_ALL), "See the members' mail addresses"),
    PolicyRow("accounts.members.change_role", _MANAGERS, "Change the role of a member (owners: any; managers: members and viewers)"),
    PolicyRow("accounts.members.remove", _MANAGERS, "Remove a member (owners: any; managers: members and viewers)"),
    PolicyRow("accounts.members.leave", _SELF, "Leave the organisation"),
    PolicyRow("accounts.members.invite", _MANAGERS, "Invite somebody, send the invitation again, revoke it"),
    _reading("accounts.invitations.read", from_standing(Who.MANAGER, *_READS_ALL), "See the invitations that were sent"),
    _reading("accounts.invitations.see", _EVERYBODY, "See an invitation whose link one holds"),
    PolicyRow("accounts.invitations.answer", _PERSON, "Accept or refuse an invitation to an own, proven address"),
    PolicyRow("accounts.join_requests.make", _PERSON, "Ask to join an organisation whose mail domain is one's own", is_hidden=False),
    PolicyRow("accounts.join_requests.withdraw", _SELF, "Take the request to join back"),
    _reading("accounts.join_requests.read", from_standing(Who.MANAGER, *_READS_ALL), "See who asks to join"),
    PolicyRow("accounts.join_requests.decide", _MANAGERS, "Decide who may join"),
    _reading("accounts.signatories.read", from_standing(Who.VIEWER, *_READS_ALL), "See who may bind the company"),
    PolicyRow("accounts.signatories.propose", _OWNERS, "Propose who may bind the company"),
    PolicyRow("accounts.signatories.end", _MANAGERS, "End somebody's power to bind the company"),
    _reading("accounts.mandates.read", from_standing(Who.MANAGER, *_READS_ALL), "See the mandates that the organisation gave"),
    PolicyRow("accounts.mandates.offer", _MANAGERS, "Offer a mandate to a person of another organisation"),
    PolicyRow("accounts.mandates.end", _MANAGERS, "Withdraw or end a mandate"),
    PolicyRow("accounts.mandates.answer", _SELF, "Accept or refuse a mandate"),
    PolicyRow("accounts.mandates.resign", _SELF, "Lay a mandate down"),
)

_PLATFORM = (
    _reading("accounts.organisations.read_all", _READS_ALL, "Look through all organisations", is_hidden=False),
    _reading("accounts.verification.read_queue", _READS_ALL, "Look through the requests to be verified", is_hidden=False),
    _platform("accounts.verification.decide", _OPERATOR, "Decide whether an organisation is verified"),
    _platform("accounts.organisation.suspend", _OPERATOR, "Suspend an organisation, and lift the suspension"),
    _platform("accounts.organisations.merge", _OPERATOR, "Merge a duplicate into another organisation"),
    _reading("accounts.signatories.read_queue", _READS_ALL, "Look through the proposals of who may bind a company", is_hidden=False),
    _platform("accounts.signatories.decide", _OPERATOR, "Decide who may bind a company"),
    _reading("accounts.people.read", _READS_ALL, "Look through all people", is_hidden=False),
    _platform("accounts.person.suspend", _OPERATOR, "Suspend a person, and lift the suspension"),
    _reading("accounts.roles.read", _READS_ALL, "See who has a platform role, and the proposals", is_hidden=False),
    _platform("accounts.roles.propose", {Who.OPERATOR}, "Propose a platform role for somebody else, and take the proposal back"),
    _platform("accounts.roles.decide", {Who.OPERATOR}, "Grant or refuse a platform role that somebody else proposed for a third person"),
    _platform("accounts.roles.end", _OPERATOR, "End a platform role"),
    _platform("accounts.roles.grant", {Who.SYSTEM}, "Grant a platform role without a second person (first operator, demo data)"),
    _reading(
        "accounts.audit.read", _READS_ALL, "Read the audit trail, export it, and see who looked at confidential things", is_hidden=False
    ),
    _reading("accounts.audit.verify", _READS_ALL, "Have the audit trail verified", is_hidden=False),
    _reading("accounts.deliveries.read", _READS_ALL, "See what waits in the queues, and what is parked", is_hidden=False),
    _platform("accounts.deliveries.retry", _OPERATOR, "Have parked deliveries tried again"),
    _reading("accounts.mail_templates.read", _READS_ALL, "Preview the mail templates", is_hidden=False),
    _reading("accounts.mailbox.read", _EVERYBODY, "Read all mail (in the demo and in development only; elsewhere there is no mailbox)"),
    _reading(
        "accounts.pages.see_as",
        {Who.OPERATOR, Who.ADVISER, Who.DESK_MANAGER, Who.AUDITOR},
        "See pages as a visitor or as a member of some kind of organisation",
        is_hidden=False,
    ),
)

_ACCESS = (
    PolicyRow("accounts.access.open", _PERSON, "Open something to somebody, where the app whose thing it is has decided so"),
    PolicyRow("accounts.access.close", _PERSON, "Close what was opened, where the app whose thing it is has decided so"),
    PolicyRow("accounts.walls.raise", _PERSON, "Raise a wall, where the app whose thing it is has decided so"),
    PolicyRow("accounts.walls.lower", _PERSON, "Lower a wall, where the app whose thing it is has decided so"),
)

# The reference app stands below this one and knows no people; its one row stands here.
_REFERENCE = (
    _reading("reference.rows.read", _EVERYBODY, "Read countries, sectors and what else is given", scope=TokenScope.CATALOGUE_READ),
)

register(*_REFERENCE, *_ACCOUNT, *_ORGANISATION, *_MEMBERS, *_PLATFORM, *_ACCESS)
