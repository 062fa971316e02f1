"""Closed vocabularies of people and organisations."""

from django.db import models


class OrganisationKind(models.TextChoices):
    MANUFACTURER = "manufacturer", "Manufacturer"
    UNIVERSITY = "university", "University"
    INSTITUTE = "institute", "Research institute"
    BUYER = "buyer", "Buyer"
    PROVIDER = "provider", "Professional service provider"
    PARTNER_OFFICE = "partner_office", "Partner office"
    DESK = "desk", "Advisory desk"


class MemberRole(models.TextChoices):
    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"


class PlatformRole(models.TextChoices):
    OPERATOR = "operator", "Operator"
    ADVISER = "adviser", "Adviser"
    DESK_MANAGER = "desk_manager", "Desk manager"
    AUDITOR = "auditor", "Auditor"


class Audience(models.TextChoices):
    """Who may see that a thing exists. Higher levels (after an NDA, in a data room) hold texts, not existence, and are never indexed."""

    PUBLIC = "public", "Everybody"
    REGISTERED = "registered", "Signed-in people"
    OWNER = "owner", "The owner's organisation"


class Language(models.TextChoices):
    EN = "en", "English"
    ZH_HANT = "zh-Hant", "繁體中文（香港）"
    ZH_HANS = "zh-Hans", "简体中文"
