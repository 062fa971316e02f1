"""Text → the token fields of a document. The tokens are joined by spaces; the engines split them there and do nothing else."""

from collections.abc import Iterable

from search.analysis.stemming import stems
from search.analysis.tokens import cjk_characters, token_texts

# Stands at the beginning of every text field and between two texts. No query can hold it, so a phrase never runs from one text
# into the next, and no field is ever empty, so that both engines count the same documents and the same average length.
BOUNDARY = "¶"


def _joined(cut: Iterable[list[str]]) -> str:
    return " ".join(" ".join((BOUNDARY, *words)) for words in cut) or BOUNDARY


def text_fields(*, titles: Iterable[str], bodies: Iterable[str] = (), names: Iterable[str] = ()) -> dict[str, str]:
    """The text fields of :data:`search.documents.mapping.TEXT_FIELDS`. Titles, bodies and names come in every language there is.

    ``text`` holds the titles too, so that it alone decides what matches a word; ``title`` only raises what has the word in its title.
    """
    titles, bodies = [text for text in titles if text], [text for text in bodies if text]
    cut_titles = [token_texts(text) for text in titles]
    cut_texts = [*cut_titles, *(token_texts(text) for text in bodies)]
    characters = cjk_characters("\n".join((*titles, *bodies)))
    return {
        "title": _joined(cut_titles),
        "title_stem": _joined(map(stems, cut_titles)),
        "text": _joined(cut_texts),
        "text_stem": _joined(map(stems, cut_texts)),
        "names": _joined(token_texts(name) for name in names if name),
        "characters": _joined([characters]),
    }
