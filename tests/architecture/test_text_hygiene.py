"""Nothing in the tree names a package registry, a path of one machine, or a suppression without its code."""

import re

from tests.support.source_tree import assert_none, files, text_of

# One letter of each stands in brackets, so that this file does not hold what it looks for.
REGISTRIES = r"pyp[i]\.org|pythonhoste[d]\.org|registry\.npmj[s]|repo1?\.mave[n]|proxy\.golan[g]|deb\.debia[n]|crates\.i[o]"
FORBIDDEN = {
    "a package registry": re.compile(REGISTRIES),
    "a path of one machine": re.compile(r"(?<![\w.$}/-])/(?:home|Users|work|root|mnt)/[\w.-]+"),
    "something left undone": re.compile(r"\b(?:TOD[O]|FIXM[E]|XX[X]|NotImplementedErro[r])\b|coming soo[n]|lorem ipsu[m]"),
    "a type or lint check switched off without a code": re.compile(
        r"# type: ignor[e](?!\[)|# noq[a](?!: [A-Z])|@ts-(?:ignor[e]|nochec[k])|eslint-disabl[e](?:\s*\*/|$)"
    ),
    "a test that is left out for good": re.compile(
        r"pytest\.mark\.(?:ski[p]|xfai[l])\b|\b(?:it|test|describe)\.(?:ski[p]|onl[y]|tod[o])\("
    ),
    "waiting by the clock in a test": re.compile(r"time\.slee[p]\(|waitForTimeou[t]\("),
}
ONLY_IN_TESTS = "waiting by the clock in a test"


def test_no_file_holds_what_does_not_belong_in_it() -> None:
    found = []
    for path in files():
        text = text_of(path)
        if text is None:
            continue
        for what, pattern in FORBIDDEN.items():
            if what == ONLY_IN_TESTS and not path.startswith(("tests/", "frontend/tests/")):
                continue
            found += [
                f"{path}:{number} {what}: {line.strip()[:100]}"
                for number, line in enumerate(text.splitlines(), start=1)
                if len(line) < 20_000 and pattern.search(line)
            ]
    assert_none(found)
