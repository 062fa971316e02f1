"""What other parts may read of the audit trail. The floor knows no people and no policy: whoever calls decides who may."""

from __future__ import annotations

from ipmarket.kernel.audit.selectors.chain import ChainState, chain_state, verification_card
from ipmarket.kernel.audit.selectors.entries import EntryFilter, entries, entry_card
from ipmarket.kernel.audit.selectors.looks import looks_at

__all__ = ["ChainState", "EntryFilter", "chain_state", "entries", "entry_card", "looks_at", "verification_card"]
