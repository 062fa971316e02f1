"""Topics that this app emits. Payloads hold ids only."""

RIGHT_CHANGED = "patents.right_changed"
TECHNOLOGY_CHANGED = "patents.technology_changed"
IMPORT_QUEUED = "patents.import_queued"
IMPORT_CANCELLATION_ASKED = "patents.import_cancellation_asked"
IMPORT_ENDED = "patents.import_ended"
SCHEME_LOADED = "patents.scheme_loaded"
