"""Records without classes get suggestions from the classifier, marked as such."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from ipmarket.kernel.actor import Actor
from ipmarket.kernel.audit import services as audit
from ipmarket.kernel.outbox import services as outbox
from patents.classification.pipeline import suggestions_for
from patents.enums import ClassOrigin, Scheme
from patents.events import RIGHT_CHANGED
from patents.models import ClassAssignment, Right
from patents.selectors.texts import in_order

MAX_SUGGESTED = 3
# Below this probability a suggestion helps nobody to find the record.
LEAST_SCORE = 0.2


@transaction.atomic
def suggest_classes(*, actor: Actor, at: datetime, right_id: UUID) -> int:
    """Stores up to three suggestions for a right that no office has classified; returns how many. Rights with classes are left alone.

    Suggestions of an earlier run are replaced. Nothing is stored where the classifier abstains.
    """
    right = Right.objects.select_for_update().filter(id=right_id).first()
    if right is None or right.classes.exclude(origin=ClassOrigin.SUGGESTED).exists():
        return 0
    texts = in_order(right.texts.all(), "en")
    if not texts:
        return 0
    text = texts[0]
    answer = suggestions_for(f"{text.title}\n{text.abstract}".strip(), text.language)
    chosen = [] if answer.abstained else [s for s in answer.suggestions if s.is_current and s.score >= LEAST_SCORE][:MAX_SUGGESTED]
    before = list(right.classes.filter(origin=ClassOrigin.SUGGESTED).order_by("position").values_list("symbol", flat=True))
    if before == [s.symbol for s in chosen]:
        return len(chosen)
    right.classes.filter(origin=ClassOrigin.SUGGESTED).delete()
    ClassAssignment.objects.bulk_create(
        ClassAssignment(
            right=right, scheme=Scheme.IPC, symbol=s.symbol, subclass=s.symbol, origin=ClassOrigin.SUGGESTED,
            score=Decimal(str(round(s.score, 4))), position=position,
        )
        for position, s in enumerate(chosen)
    )  # fmt: skip
    right.version += 1
    right.updated_at = at
    right.save(update_fields=["version", "updated_at"])
    audit.record(
        actor=actor, at=at, action="patents.suggest_classes", target_type="patents.right", target_id=right.id,
        before={"suggested": before}, after={"suggested": [s.symbol for s in chosen]},
    )  # fmt: skip
    outbox.emit(topic=RIGHT_CHANGED, aggregate_type="patents.right", aggregate_id=right.id, payload={"rightId": str(right.id)}, at=at)
    return len(chosen)
