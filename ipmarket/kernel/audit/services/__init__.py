"""What other parts may do with the audit trail."""

from __future__ import annotations

from ipmarket.kernel.audit.errors import Fault
from ipmarket.kernel.audit.services.check_chain import check_chain
from ipmarket.kernel.audit.services.erase_personal import erase_old_personal, erase_personal
from ipmarket.kernel.audit.services.record_entry import record
from ipmarket.kernel.audit.services.record_look import record_look
from ipmarket.kernel.audit.services.seal_entries import SealReport, anchor_anew, rebase, seal
from ipmarket.kernel.audit.services.seal_looks import forget_old_looks, seal_looks
from ipmarket.kernel.audit.services.verify_chain import Link, VerifyReport, verify

__all__ = [
    "Fault",
    "Link",
    "SealReport",
    "VerifyReport",
    "anchor_anew",
    "check_chain",
    "erase_old_personal",
    "erase_personal",
    "forget_old_looks",
    "rebase",
    "record",
    "record_look",
    "seal",
    "seal_looks",
    "verify",
]
