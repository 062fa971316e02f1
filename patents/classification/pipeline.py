"""The way into the classifier for the rest of the house.  Pure: nothing that comes in is stored or logged."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from patents.classification.documents import Document, SuggestionSet

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TOP = 5
_LONGEST_TITLE = 300


@functools.cache
def load_pipeline() -> Language:
    """A blank multilingual pipeline with our component; loaded once in each process, in about half a second."""
    # spaCy takes two seconds to import; commands and requests that never classify must not pay for it.
    import spacy  # noqa: PLC0415 - see above

    from patents.classification.component import NAME  # noqa: PLC0415 - registers the factory

    nlp = spacy.blank("xx")
    nlp.add_pipe(NAME)
    return nlp


def suggest_stream(documents: Iterable[Document], *, top: int = TOP, explain: bool = False) -> Iterator[SuggestionSet]:
    """Suggestions for a stream of documents, in order, with bounded memory."""
    nlp = load_pipeline()
    docs = (_doc(nlp, document) for document in documents)
    (component,) = nlp.pipe_names
    for doc in nlp.pipe(docs, component_cfg={component: {"top": top, "explain": explain}}):
        answer: SuggestionSet = doc._.ipc
        yield answer


def suggest(documents: Iterable[Document], *, top: int = TOP, explain: bool = False) -> list[SuggestionSet]:
    """Suggestions for many documents, in order.  ``top`` bounds the subclasses; all eight sections are always given."""
    return list(suggest_stream(documents, top=top, explain=explain))


def suggestions_for(text: str, language: str | None = None, *, top: int = TOP) -> SuggestionSet:
    """Suggestions for a free text, with the words that spoke for each.

    A first line of at most 300 characters with more below it is read as the title.
    """
    first, _, rest = text.strip().partition("\n")
    has_title = bool(rest) and len(first) <= _LONGEST_TITLE
    document = Document(first.strip(), rest.strip(), language) if has_title else Document("", text.strip(), language)
    return suggest([document], top=top, explain=True)[0]


def _doc(nlp: Language, document: Document) -> Doc:
    from spacy.tokens import Doc  # noqa: PLC0415 - see load_pipeline

    doc = Doc(nlp.vocab)
    doc._.ipc_document = document
    return doc
