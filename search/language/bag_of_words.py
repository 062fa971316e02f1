"""A text as a bag of words: any of them may match, nothing in it is read as a command. This is what quality is measured with."""

from collections import Counter

from search.analysis.stemming import stem
from search.analysis.tokens import tokens
from search.engines.port import Node, Nothing, Some, Term

# Words beyond this are not read.
MAX_WORDS = 1_000

# A word in the title counts half as much again; the weight was chosen on records that share a main group with the query's record.
TITLE_WEIGHT = 0.5


def bag_of_words(text: str) -> Node:
    """A disjunction of the text's stems; a stem that stands in the text twice weighs twice."""
    counted: Counter[str] = Counter()
    for at, token in enumerate(tokens(text)):
        if at == MAX_WORDS:
            break
        counted[stem(token.text)] += 1
    if not counted:
        return Nothing()
    return Some(tuple(_anywhere(word, float(times)) for word, times in counted.items()))


def _anywhere(word: str, times: float) -> Node:
    return Some((Term("title_stem", word, TITLE_WEIGHT * times), Term("text_stem", word, times)))
