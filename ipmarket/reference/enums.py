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
    SIZE_RULE = "size_rule", "From how many employees an organisation is large"
    REGISTRATION_FORMAT = "registration_format", "How registration numbers look"
    ORGANISATION_KIND = "organisation_kind", "Kinds of organisation"
    FREE_MAIL_DOMAIN = "free_mail_domain", "Mail services whose addresses anybody may have"
    PUBLIC_SUFFIX = "public_suffix", "Suffixes under which anybody may register a domain"
    RETENTION_RULE = "retention_rule", "How long things are kept"


class Confidence(models.TextChoices):
    HIGH = "high", "Read in the source"
    MEDIUM = "medium", "Read in a secondary source, or recalled and cross-checked"
    LOW = "low", "To be verified before relying on it"
