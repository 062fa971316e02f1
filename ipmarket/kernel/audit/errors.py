"""What can be wrong with the audit trail."""

from __future__ import annotations

from enum import StrEnum

from ipmarket.kernel.errors import Conflict


class AuditErrorCode(StrEnum):
    """Stable codes of the audit trail."""

    HEAD_MISMATCH = "audit_head_mismatch"
    FOREIGN_CLUSTER = "audit_foreign_cluster"
    CHAIN_BROKEN = "audit_chain_broken"


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


class ChainRefused(Conflict):
    """The sealer will not go on from a chain that does not agree with its anchored head."""

    default_code = AuditErrorCode.CHAIN_BROKEN
