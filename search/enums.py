"""Closed vocabularies of search."""

from django.db import models


class GenerationState(models.TextChoices):
    """Where an index stands. Events go to those that are building and serving; one that served before is kept until the next rebuild."""

    BUILDING = "building", "Being built"
    SERVING = "serving", "Answering searches"
    KEPT = "kept", "Kept"
    FAILED = "failed", "Given up"
