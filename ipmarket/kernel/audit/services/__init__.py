"""What other parts may do with the audit trail."""

from __future__ import annotations

from ipmarket.kernel.audit.services.erase_personal import erase_personal
from ipmarket.kernel.audit.services.record_entry import record
from ipmarket.kernel.audit.services.seal_entries import SealReport, anchor_anew, rebase, seal
from ipmarket.kernel.audit.services.verify_chain import Fault, VerifyReport, verify

__all__ = ["Fault", "SealReport", "VerifyReport", "anchor_anew", "erase_personal", "rebase", "record", "seal", "verify"]
