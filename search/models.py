"""What the database knows about the indexes. The documents themselves live in the engine and can always be rebuilt from the rows."""

from django.db import models

from ipmarket.accounts.enums import Audience
from search.enums import GenerationState


class IndexGeneration(models.Model):
    """One index of one audience on one engine. The sequence ``search_document_version_seq`` numbers what is written into them."""

    id = models.BigAutoField(primary_key=True)
    engine = models.CharField(max_length=20)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    name = models.CharField(max_length=40)
    schema_version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=GenerationState.choices)
    documents = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["engine", "audience", "name"], name="index_generation_unique"),
            models.UniqueConstraint(
                fields=["engine", "audience"], condition=models.Q(state=GenerationState.SERVING), name="index_generation_one_serves"
            ),
            models.CheckConstraint(condition=models.Q(state__in=GenerationState.values), name="index_generation_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.engine}:{self.audience}:{self.name}"
