"""The fields of the index, and the version of their meaning."""

from search.engines.port import Field, FieldKind, IndexMapping

# Raise this with every change of the fields, of the analysis or of what a document holds; a test compares their digest with this.
SCHEMA_VERSION = 2

TEXT_FIELDS = ("title", "title_stem", "text", "text_stem", "names", "characters")
FACET_FIELDS = ("type", "section", "class", "subclass", "office", "status", "year", "measure", "language")
KEYWORD_FIELDS = (*FACET_FIELDS, "symbol", "number")
# The orders that a list may have besides relevance. Each is one ascending key that ends in the document's id.
SORT_KEYS = {"newest": "by_newest", "oldest": "by_oldest", "number": "by_number"}

MAPPING = IndexMapping(
    version=SCHEMA_VERSION,
    fields=(
        *(Field(name, FieldKind.TEXT) for name in TEXT_FIELDS),
        *(Field(name, FieldKind.KEYWORD) for name in KEYWORD_FIELDS),
        *(Field(name, FieldKind.SORT_KEY) for name in SORT_KEYS.values()),
    ),
)
