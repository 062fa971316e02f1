"""Search without a search engine: numbers and words of titles, straight from the rows. Less is found, and nothing wrong is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from ipmarket.accounts.selectors.visibility import visible_to
from ipmarket.kernel.actor import Actor
from patents.models import ProductionTechnology, Publication, Right, RightText
from patents.numbers import try_parse

# The database gives up after this time; an incomplete answer would be a wrong one.
DEADLINE_MS = 800
MAX_COUNTED = 1_000
MAX_WORDS = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """``total`` counts to a thousand. ``after`` is the last id of the page when more follow."""

    total: int
    ids: tuple[UUID, ...]
    after: UUID | None


def look_up(
    actor: Actor, *, words: Sequence[str], types: Sequence[str], subclasses: Sequence[str], after: UUID | None, limit: int
) -> Looked:
    """Visible records, newest entry first, whose title holds every word or whose number it is.

    Raises:
        django.db.OperationalError: the database did not finish in time.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(DEADLINE_MS)])
        found: list[UUID] = []
        if not types or "patent" in types:
            found += _newest(_rights(actor, words, subclasses))
        if not types or "technology" in types:
            found += _newest(_technologies(actor, words, subclasses))
        cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    # Ids carry the time of entry in their first bits.
    ordered = sorted(set(found), reverse=True)[:MAX_COUNTED]
    rest = [id_ for id_ in ordered if after is None or id_ < after]
    page = tuple(rest[:limit])
    return Looked(total=len(ordered), ids=page, after=page[-1] if page and len(rest) > limit else None)


def _newest(rows: "QuerySet[Right] | QuerySet[ProductionTechnology]") -> list[UUID]:
    return list(rows.order_by("-id").values_list("id", flat=True)[:MAX_COUNTED])


def _rights(actor: Actor, words: Sequence[str], subclasses: Sequence[str]) -> QuerySet[Right]:
    rows = Right.objects.filter(visible_to(actor))
    if subclasses:
        rows = rows.filter(classes__subclass__in=list(subclasses)).distinct()
    if not words:
        return rows
    texts = RightText.objects.all()
    # A regular expression, and not "contains", is what the trigram index answers.
    for word in words[:MAX_WORDS]:
        texts = texts.filter(title__iregex=re.escape(word))
    wanted = Q(id__in=texts.values("right_id"))
    number = try_parse(" ".join(words)) if len(" ".join(words)) <= 64 else None
    if number is not None:
        wanted |= Q(id__in=Publication.objects.filter(office=number.office, number=number.number).values("right_id"))
    return rows.filter(wanted)


def _technologies(actor: Actor, words: Sequence[str], subclasses: Sequence[str]) -> QuerySet[ProductionTechnology]:
    rows = ProductionTechnology.objects.filter(visible_to(actor))
    if subclasses:
        rows = rows.filter(classes__subclass__in=list(subclasses)).distinct()
    for word in words[:MAX_WORDS]:
        rows = rows.filter(Q(title_en__icontains=word) | Q(title_zh_hant__icontains=word) | Q(title_zh_hans__icontains=word))
    return rows


def visible_counts(actor: Actor) -> tuple[int, int]:
    """How many patents and technologies this actor may see."""
    return Right.objects.filter(visible_to(actor)).count(), ProductionTechnology.objects.filter(visible_to(actor)).count()
