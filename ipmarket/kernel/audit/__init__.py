"""The audit trail: append-only entries, sealed into a chain, with personal values apart."""
