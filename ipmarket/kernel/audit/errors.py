"""What can be wrong with the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ipmarket.kernel.errors import Conflict, DomainError


class AuditErrorCode(StrEnum):
    """Stable codes of the audit trail."""

    HEAD_MISMATCH = "audit_head_mismatch"
    HEAD_MISSING = "audit_head_missing"
    HISTORY_BROKEN = "audit_head_history_broken"
    FOREIGN_CLUSTER = "audit_foreign_cluster"
    CHAIN_BROKEN = "audit_chain_broken"
    SECRET_REFUSED = "audit_secret_refused"  # noqa: S105 - the name of a code, not a password


class FaultKind(StrEnum):
    """What verification found at the place that it names."""

    ENTRY_ALTERED = "entry_altered"
    ENTRY_MISSING = "entry_missing"
    ENTRY_INSERTED = "entry_inserted"
    SEAL_ALTERED = "seal_altered"
    SEAL_MISSING = "seal_missing"
    PERSONAL_ALTERED = "personal_altered"
    TRUNCATED = "truncated"
    HEAD_MISMATCH = "head_mismatch"
    HEAD_MISSING = "head_missing"
    HEAD_FORGED = "head_forged"
    HISTORY_BROKEN = "history_broken"
    LOOK_ALTERED = "look_altered"


class ChainRefused(Conflict):
    """The sealer will not go on from a chain that does not agree with its anchored head."""

    default_code = AuditErrorCode.CHAIN_BROKEN


class SecretRefused(DomainError):
    """A value under a name such as "password" or "token" was about to be written down for ever. A programming error, hence 500."""

    status = 500
    default_code = AuditErrorCode.SECRET_REFUSED


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing found wrong: what, at which seal, at which entry, in words."""

    kind: FaultKind
    sequence: int | None
    entry_id: int | None
    detail: str


class FaultFound(Exception):
    """Ends a walk at the first fault."""

    def __init__(self, kind: FaultKind, sequence: int | None, entry_id: int | None, detail: str) -> None:
        self.fault = Fault(kind, sequence, entry_id, detail)
        super().__init__(detail)
