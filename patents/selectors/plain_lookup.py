"""Search without a search engine: numbers and words of titles, straight from the rows. Less is found, and nothing wrong is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ipmarket.kernel.actor import Actor
from patents.models import ProductionTechnology, Publication, Right, RightText
from patents.numbers import PublicationNumber
from patents.selectors.plain_choices import chosen_rights, chosen_technologies, classed
from patents.selectors.visible import right_visible_to, technology_visible_to

# The database gives up after this time a table; an incomplete answer would be a wrong one. Both tables together stay below a second.
DEADLINE_MS = 450
MAX_COUNTED = 10_000
_TECHNOLOGY_TITLES = ("title_en", "title_zh_hant", "title_zh_hans")
_Owner = Literal["right", "technology"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One piece of a query. A record has it when one of its titles holds all the patterns, or it has the number, or the class.

    ``patterns`` are regular expressions of the database. ``symbol`` is a class, a subclass, a group, or a main group for all below it.
    """

    patterns: tuple[str, ...] = ()
    number: PublicationNumber | None = None
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """``after`` is the last id of the page when more follow. The list ends at ``MAX_COUNTED``, which ``is_cut`` tells."""

    total: int
    ids: tuple[UUID, ...]
    after: UUID | None
    is_cut: bool = False


def look_up(actor: Actor, *, pieces: Sequence[Wanted], choices: Mapping[str, Sequence[str]], after: UUID | None, limit: int) -> Looked:
    """Visible records, newest entry first, that have every piece and for which every choice holds.

    Raises:
        django.db.OperationalError: the database did not finish in time.
        KeyError: a choice has a name that is not in :data:`patents.selectors.plain_choices.APPLICABLE`.
    """
    choices = {name: values for name, values in choices.items() if values}
    types = choices.get("type", ("patent", "technology"))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(DEADLINE_MS)])
        found: list[UUID] = []
        if "patent" in types:
            found += _newest(chosen_rights(_rights(actor, pieces), choices))
        if "technology" in types:
            found += _newest(chosen_technologies(_technologies(actor, pieces), choices))
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    # Ids carry the time of entry in their first bits.
    ordered = sorted(found, reverse=True)
    rest = [id_ for id_ in ordered[:MAX_COUNTED] if after is None or id_ < after]
    page = tuple(rest[:limit])
    return Looked(
        total=min(len(ordered), MAX_COUNTED),
        ids=page,
        after=page[-1] if page and len(rest) > limit else None,
        is_cut=len(ordered) > MAX_COUNTED,
    )


def _newest(rows: "QuerySet[Right] | QuerySet[ProductionTechnology]") -> list[UUID]:
    return list(rows.order_by("-id").values_list("id", flat=True)[: MAX_COUNTED + 1])


def _rights(actor: Actor, pieces: Sequence[Wanted]) -> QuerySet[Right]:
    rows = Right.objects.filter(right_visible_to(actor))
    for piece in pieces:
        alternatives = _symbol("right", piece.symbol)
        if piece.patterns:
            texts = RightText.objects.all()
            # A regular expression, and not "contains", is what the trigram index answers.
            for pattern in piece.patterns:
                texts = texts.filter(title__iregex=pattern)
            alternatives |= Q(id__in=texts.values("right_id"))
        if piece.number is not None:
            alternatives |= Q(id__in=_published(piece.number).values("right_id"))
        rows = rows.filter(alternatives)
    return rows


def _published(number: PublicationNumber) -> QuerySet[Publication]:
    """With a kind: that document, or one whose source gave no kind. Without: every document of the number."""
    found = Publication.objects.filter(office=number.office, number=number.number)
    return found.filter(kind__in=("", number.kind)) if number.kind else found


def _technologies(actor: Actor, pieces: Sequence[Wanted]) -> QuerySet[ProductionTechnology]:
    rows = ProductionTechnology.objects.filter(technology_visible_to(actor))
    for piece in pieces:
        alternatives = _symbol("technology", piece.symbol)
        for column in _TECHNOLOGY_TITLES if piece.patterns else ():
            held = Q()
            for pattern in piece.patterns:
                held &= Q(**{f"{column}__iregex": pattern})
            alternatives |= held
        rows = rows.filter(alternatives)
    return rows


def _symbol(owner: _Owner, symbol: str) -> Q:
    """Nothing where no class is asked for, so that alternatives may be added."""
    if not symbol:
        return Q(id__in=())
    if len(symbol) <= 4:
        return classed(owner, Q(subclass__startswith=symbol))
    group, _, rest = symbol.partition("/")
    if rest == "00":
        return classed(owner, Q(symbol=group) | Q(symbol__startswith=f"{group}/"))
    return classed(owner, Q(symbol=symbol))


def visible_counts(actor: Actor) -> tuple[int, int]:
    """How many patents and technologies this actor may see."""
    return Right.objects.filter(right_visible_to(actor)).count(), ProductionTechnology.objects.filter(technology_visible_to(actor)).count()
