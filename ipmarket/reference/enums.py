"""The lists that reference rows are grouped into."""

from django.db import models


class RowList(models.TextChoices):
    COUNTRY = "country", "Countries and offices"
    TERRITORY_GROUP = "territory_group", "Territory groups"
    SECTOR = "sector", "Industry sectors (HSIC sections)"
    MEASURE = "measure", "The ten measures"
    TECHNOLOGY_FIELD = "technology_field", "WIPO technology fields"
    TECHNOLOGY_SECTOR = "technology_sector", "Sectors of the WIPO technology fields"
    STATUS_SOURCE = "status_source", "Who states legal statuses"
    STAGE = "stage", "Stages of a technology"
    RIGHT_TYPE = "right_type", "Types of right"
    LEGAL_STATE = "legal_state", "Legal states"


class Confidence(models.TextChoices):
    HIGH = "high", "Read in the source"
    MEDIUM = "medium", "Read in a secondary source, or recalled and cross-checked"
    LOW = "low", "To be verified before relying on it"
