"""English stems: one index form for inflections, for British and American spelling, and for accented and plain letters."""

import unicodedata
from functools import lru_cache

import snowballstemmer

_STEMMER = snowballstemmer.stemmer("english")
# Memory for the stems of the words met so far: about 40 MB when full.
_REMEMBERED_WORDS = 200_000

# Hong Kong writes British English, most imported records American. Stem of the British form → stem of the American one.
_SPELLING_PAIRS = """
    aluminium=aluminum analys=analyz armour=armor behaviour=behavior catalys=catalyz centr=center colour=color defenc=defens
    dialys=dialyz draught=draft faecal=fecal favour=favor fibr=fiber flavour=flavor grey=gray harbour=harbor humour=humor
    hydrolys=hydrolyz jewelleri=jewelri kerb=curb labour=labor licenc=licens litr=liter metr=meter millimetr=millimet
    mould=mold moult=molt neighbour=neighbor odour=odor orthopaed=orthoped paediatr=pediatr paralys=paralyz plough=plow
    programm=program pyjama=pajama smoulder=smolder sulphur=sulfur sulphat=sulfat tumour=tumor tyre=tire vapour=vapor
"""
_SPELLINGS = dict(pair.split("=") for pair in _SPELLING_PAIRS.split())
_MIN_STEMMED_LENGTH = 3


def _plain_letters(word: str) -> str:
    """Take the accents off Latin letters."""
    return "".join(each for each in unicodedata.normalize("NFD", word) if not unicodedata.combining(each))


@lru_cache(maxsize=_REMEMBERED_WORDS)
def stem(word: str) -> str:
    """The stem of a folded word. Words with other than Latin letters, and numbers, are their own stem."""
    if not word.isascii():
        plain = _plain_letters(word)
        if not plain.isascii():
            return word
        word = plain
    if len(word) < _MIN_STEMMED_LENGTH or not word.replace("'", "").isalpha():
        return word
    # American -ize and British -ise are one ending in technical English; the stemmer cuts only some of them alike.
    if word.endswith(("isation", "isations")):
        word = word.replace("isation", "ization")
    elif word.endswith(("ise", "ised", "ises", "ising", "iser", "isers")) and len(word) > 6:
        at = word.rindex("is")
        word = word[:at] + "iz" + word[at + 2 :]
    stemmed: str = _STEMMER.stemWord(word)
    for british in (stemmed, stemmed + "e"):
        if british in _SPELLINGS:
            return _SPELLINGS[british]
    return stemmed


def stems(words: list[str]) -> list[str]:
    """The stems of a list of tokens, position by position."""
    return [stem(word) for word in words]
