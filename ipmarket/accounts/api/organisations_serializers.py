"""Shapes of organisations, their evidence and their domains on the wire."""

from typing import Any

from rest_framework import serializers

from ipmarket.accounts.enums import (
    DocumentKind,
    OrganisationKind,
    OrganisationState,
    RegistrationKind,
    SizeClass,
    VerificationState,
)
from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.kernel.text import Translated

# Not stored: how the actor stands in an organisation; empty for a stranger.
STANDINGS = ["owner", "manager", "member", "viewer", "mandate", ""]


class OrganisationNameSerializer(CamelSerializer):
    en = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    zh_hant = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    zh_hans = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def to_internal_value(self, data: Any) -> Translated:
        """One value in three languages; at least one has to be there."""
        values = super().to_internal_value(data)
        name = Translated(en=values["en"], zh_hant=values["zh_hant"], zh_hans=values["zh_hans"])
        if not name:
            raise serializers.ValidationError("A name in at least one language is needed.")
        return name


class SectorSerializer(CamelSerializer):
    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a declared field; the metaclass takes the attribute away


class SizeSerializer(CamelSerializer):
    """The class follows from employees by the dated rule of the country, whose words and source stand beside it."""

    rule = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]  # a declared field; the metaclass takes it away
    valid_from = serializers.DateField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """``class`` is no name that Python accepts."""
        return {"class": serializers.ChoiceField(choices=SizeClass.values), **super().get_fields()}


class VerificationSerializer(CamelSerializer):
    state = serializers.ChoiceField(choices=VerificationState.values)
    verified_at = serializers.DateTimeField(required=False, allow_null=True)
    reason = serializers.CharField(required=False, allow_null=True)


class OrganisationSuspensionSerializer(CamelSerializer):
    """Why is told to owners only; everybody else of the organisation sees an empty text."""

    since = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class OrganisationSerializer(CamelSerializer):
    """What stands behind ``isDemo`` is there for those who belong to the organisation and for staff only."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OrganisationKind.values)
    name = OrganisationNameSerializer()
    state = serializers.ChoiceField(choices=OrganisationState.values)
    merged_into = serializers.UUIDField(allow_null=True)
    country = serializers.CharField()
    registration_kind = serializers.ChoiceField(choices=[*RegistrationKind.values, ""])
    registration_number = serializers.CharField(allow_blank=True)
    district = serializers.CharField(allow_blank=True)
    sector = SectorSerializer(allow_null=True)
    website = serializers.CharField(allow_blank=True)
    logo = serializers.CharField(allow_null=True)
    verification = VerificationSerializer()
    is_demo = serializers.BooleanField()
    employees = serializers.IntegerField(required=False, allow_null=True)
    size = SizeSerializer(required=False)
    address = serializers.CharField(required=False, allow_blank=True)
    version = serializers.IntegerField(required=False)
    created_at = serializers.DateTimeField(required=False)
    allowed = serializers.ListField(child=serializers.CharField(), required=False)
    standing = serializers.ChoiceField(choices=STANDINGS, required=False)
    suspension = OrganisationSuspensionSerializer(required=False, allow_null=True)


class _ProfileSerializer(CamelSerializer):
    """What an organisation says about itself. The service reads each value again and knows the rules."""

    sector = serializers.CharField(max_length=8, required=False, allow_blank=True)
    employees = serializers.IntegerField(min_value=0, max_value=10_000_000, required=False, allow_null=True)
    address = serializers.CharField(max_length=400, required=False, allow_blank=True)
    district = serializers.CharField(max_length=80, required=False, allow_blank=True)
    website = serializers.CharField(max_length=200, required=False, allow_blank=True)


class OrganisationFoundingSerializer(_ProfileSerializer):
    kind = serializers.ChoiceField(choices=OrganisationKind.values)
    name = OrganisationNameSerializer()
    country = serializers.RegexField(r"^[A-Z]{2}$", max_length=2)
    registration_kind = serializers.ChoiceField(choices=RegistrationKind.values)
    registration_number = serializers.CharField(max_length=80)


class OrganisationEditSerializer(_ProfileSerializer):
    kind = serializers.ChoiceField(choices=OrganisationKind.values, required=False)
    name = OrganisationNameSerializer(required=False)
    country = serializers.RegexField(r"^[A-Z]{2}$", max_length=2, required=False)
    registration_kind = serializers.ChoiceField(choices=RegistrationKind.values, required=False)
    registration_number = serializers.CharField(max_length=80, required=False)


class LogoUploadSerializer(CamelSerializer):
    file = serializers.FileField(allow_empty_file=True)


class LogoParametersSerializer(CamelSerializer):
    v = serializers.RegexField(r"^[0-9a-f]{1,64}$", required=False, help_text="Changes with the image; it chooses nothing.")


class ReasonSerializer(CamelSerializer):
    reason = serializers.CharField(max_length=1000)


class ClosureBlockSerializer(CamelSerializer):
    code = serializers.CharField()
    detail = serializers.CharField()


class ClosureSerializer(CamelSerializer):
    members = serializers.IntegerField()
    open_invitations = serializers.IntegerField()
    mandates = serializers.IntegerField()
    tokens = serializers.IntegerField()
    assets = serializers.IntegerField()
    blocks = ClosureBlockSerializer(many=True)


class DocumentSerializer(CamelSerializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DocumentKind.values)
    name = serializers.CharField()
    media_type = serializers.CharField()
    size_bytes = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class DocumentUploadSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=DocumentKind.values)
    file = serializers.FileField(allow_empty_file=True)


class VerificationRequestSerializer(CamelSerializer):
    document_ids = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=10)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class ClaimedSerializer(CamelSerializer):
    kind = serializers.CharField(required=False)
    name = OrganisationNameSerializer(required=False)
    country = serializers.CharField(required=False)
    registration_kind = serializers.CharField(required=False)
    registration_number = serializers.CharField(required=False)
    address = serializers.CharField(required=False, allow_blank=True)
    note = serializers.CharField(required=False, allow_blank=True)


class VerificationCaseSerializer(CamelSerializer):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=VerificationState.values)
    claimed = ClaimedSerializer()
    documents = DocumentSerializer(many=True)
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class DomainSerializer(CamelSerializer):
    id = serializers.UUIDField()
    domain = serializers.CharField()
    added_at = serializers.DateTimeField()


class DomainAddSerializer(CamelSerializer):
    domain = serializers.CharField(max_length=253)
