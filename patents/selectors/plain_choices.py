"""The choices of a search as filters over rows, with the meaning that the index gives them: see :mod:`patents.selectors.search_rows`.

Each is one condition that the database answers from an index or from one pass over a table.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Literal

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.text import LANGUAGES, column_suffix
from patents.enums import ClassOrigin, LegalState
from patents.models import ClassAssignment, ProductionTechnology, Right, RightText
from patents.selectors.search_rows import WRITTEN

_Values = Sequence[str]
_UNKNOWN_YEAR = "unknown"
_NONE = Q(pk__in=())
# The codes under which texts are stored, by the language that a reader chooses. Every other code counts as "other".
_STORED_LANGUAGES: dict[str, tuple[str, ...]] = {"en": ("en",), "zh-Hant": ("zh-Hant",), "zh-Hans": ("zh-Hans", "zh")}
_KNOWN_LANGUAGES = [code for codes in _STORED_LANGUAGES.values() for code in codes]


def chosen_rights(rows: QuerySet[Right], choices: Mapping[str, _Values]) -> QuerySet[Right]:
    """The rights for which one value of every choice holds. Raises KeyError for a choice that rows do not know."""
    rows = rows.annotate(shown_year=ExtractYear(Coalesce("publication_date", "grant_date", "filing_date")))
    for name, values in choices.items():
        rows = rows.filter(_OF_RIGHTS[name](values))
    return rows


def chosen_technologies(rows: QuerySet[ProductionTechnology], choices: Mapping[str, _Values]) -> QuerySet[ProductionTechnology]:
    """The technologies for which one value of every choice holds. They have no office and no year."""
    rows = rows.annotate(shown_state=Coalesce(Subquery(_strongest_states()), Value(LegalState.NOT_PATENTED.value)))
    for name, values in choices.items():
        rows = rows.filter(_OF_TECHNOLOGIES[name](values))
    return rows


def classed(owner: Literal["right", "technology"], symbols: Q) -> Q:
    """Records with such a class: one that was given, or a suggested one where none was given."""
    given = ClassAssignment.objects.filter(**{owner: OuterRef(f"{owner}_id")}).exclude(origin=ClassOrigin.SUGGESTED)
    counting = ~Q(origin=ClassOrigin.SUGGESTED) | ~Exists(given)
    found = ClassAssignment.objects.filter(symbols, counting, **{f"{owner}__isnull": False})
    return Q(id__in=found.values(f"{owner}_id"))


def _beginning(owner: Literal["right", "technology"]) -> Callable[[_Values], Q]:
    """Sections, classes and subclasses alike: what the subclass begins with."""
    return lambda values: classed(owner, reduce(or_, (Q(subclass__startswith=value) for value in values)))


def _years(values: _Values) -> Q:
    wanted = Q(shown_year__in=[int(value) for value in values if value.isdigit()])
    return wanted | Q(shown_year__isnull=True) if _UNKNOWN_YEAR in values else wanted


def _measures(values: _Values) -> Q:
    return reduce(or_, (Q(measures__contains=[value]) for value in values))


def _right_languages(values: _Values) -> Q:
    """Converted and machine text counts only where a right has no other."""
    wanted = Q(language__in=[code for value in values for code in _STORED_LANGUAGES.get(value, ())])
    if "other" in values:
        wanted |= ~Q(language__in=_KNOWN_LANGUAGES)
    written = RightText.objects.filter(right=OuterRef("right_id"), standing__in=WRITTEN)
    found = RightText.objects.filter(wanted, Q(standing__in=WRITTEN) | ~Exists(written))
    return Q(id__in=found.values("right_id"))


def _technology_languages(values: _Values) -> Q:
    return reduce(or_, (~Q(**{f"title_{column_suffix(each)}": ""}) for each in LANGUAGES if each in values), _NONE)


def _strongest_states() -> QuerySet[Right]:
    """The state that stands for a technology: :func:`patents.selectors.search_rows.technology_state` in SQL."""
    strength = Case(When(status=LegalState.IN_FORCE, then=0), When(status=LegalState.PENDING, then=1), default=2)
    behind = Right.objects.filter(technologies=OuterRef("pk"), audience=Audience.PUBLIC).annotate(strength=strength)
    return behind.order_by("strength", "id").values("status")[:1]  # type: ignore[return-value]  # one column of the rows


_OF_RIGHTS: dict[str, Callable[[_Values], Q]] = {
    "type": lambda values: Q() if "patent" in values else _NONE,
    "section": _beginning("right"),
    "class": _beginning("right"),
    "subclass": _beginning("right"),
    "office": lambda values: Q(office__in=values),
    "status": lambda values: Q(status__in=values),
    "year": _years,
    "measure": _measures,
    "language": _right_languages,
}
_OF_TECHNOLOGIES: dict[str, Callable[[_Values], Q]] = {
    "type": lambda values: Q() if "technology" in values else _NONE,
    "section": _beginning("technology"),
    "class": _beginning("technology"),
    "subclass": _beginning("technology"),
    "office": lambda _: _NONE,
    "status": lambda values: Q(shown_state__in=values),
    "year": lambda _: _NONE,
    "measure": _measures,
    "language": _technology_languages,
}
APPLICABLE = frozenset(_OF_RIGHTS)
