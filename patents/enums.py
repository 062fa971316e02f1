"""Closed vocabularies of the catalogue."""

from enum import StrEnum

from django.db import models


class RightType(models.TextChoices):
    """What kind of right it is; Hong Kong's three patent types apart (source: DOMAIN facts L8)."""

    PATENT = "patent", "Patent"
    UTILITY_MODEL = "utility_model", "Utility model"
    HK_STANDARD_O = "hk_standard_o", "Hong Kong standard patent (O)"
    HK_STANDARD_R = "hk_standard_r", "Hong Kong standard patent (R)"
    HK_SHORT_TERM = "hk_short_term", "Hong Kong short-term patent"
    DESIGN = "design", "Design"
    PLANT_VARIETY = "plant_variety", "Plant variety"
    UNKNOWN = "unknown", "Unknown"


class LegalState(models.TextChoices):
    """Normalised states after WIPO ST.27; the raw event is kept beside them."""

    PENDING = "pending", "Pending"
    IN_FORCE = "in_force", "In force"
    EXPIRED = "expired", "Expired"
    LAPSED = "lapsed", "Lapsed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REFUSED = "refused", "Refused"
    REVOKED = "revoked", "Revoked"
    UNKNOWN = "unknown", "Unknown"
    NOT_PATENTED = "not_patented", "Not patented"


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", "Applicant"
    INVENTOR = "inventor", "Inventor"
    OWNER = "owner", "Owner"
    AGENT = "agent", "Agent"


class ClassOrigin(models.TextChoices):
    OFFICE = "office", "Given by an office"
    SUGGESTED = "suggested", "Suggested by the classifier"
    OWNER = "owner", "Chosen by the owner"


class Scheme(models.TextChoices):
    IPC = "ipc", "International Patent Classification"
    CPC = "cpc", "Cooperative Patent Classification"


class SymbolKind(models.TextChoices):
    SECTION = "section", "Section"
    CLASS = "class", "Class"
    SUBCLASS = "subclass", "Subclass"
    MAIN_GROUP = "main_group", "Main group"
    SUBGROUP = "subgroup", "Subgroup"


class TextStanding(models.TextChoices):
    """Where a text in one language comes from. Machine and converted text is always shown as such."""

    ORIGINAL = "original", "Original"
    OWNER = "owner", "Written by the owner"
    OFFICIAL = "official", "Official translation"
    CONVERTED = "converted", "Converted between scripts"
    MACHINE = "machine", "Machine translation"


class BatchState(StrEnum):
    """Where an import stands; the table of what may happen is in `patents.states.import_batch`."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Stage(models.TextChoices):
    IDEA = "idea", "Idea"
    PROTOTYPE = "prototype", "Prototype"
    PILOT = "pilot", "Pilot line"
    PRODUCTION = "production", "In production"
