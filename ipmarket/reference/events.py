"""Topics that this app emits. Payloads hold ids only."""

ROWS_LOADED = "reference.rows_loaded"
