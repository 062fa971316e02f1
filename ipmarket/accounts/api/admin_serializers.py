"""Shapes of organisations and people on the operator's pages."""

from rest_framework import serializers

from ipmarket.accounts.api.organisations_serializers import OrganisationNameSerializer, OrganisationSerializer, VerificationCaseSerializer
from ipmarket.accounts.enums import (
    Language,
    MemberRole,
    OrganisationKind,
    OrganisationState,
    PlatformRole,
    RegistrationKind,
    VerificationState,
)
from ipmarket.accounts.selectors.people_admin import PERSON_STATES
from ipmarket.kernel.api.serializers import CamelSerializer


class OrganisationFilterSerializer(CamelSerializer):
    q = serializers.CharField(max_length=100, required=False, help_text="Part of a name or of the registration number.")
    kind = serializers.ChoiceField(choices=OrganisationKind.values, required=False)
    state = serializers.ChoiceField(choices=OrganisationState.values, required=False)
    verification = serializers.ChoiceField(choices=VerificationState.values, required=False)


class StaffOrganisationRowSerializer(CamelSerializer):
    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=OrganisationKind.values)
    name = OrganisationNameSerializer()
    state = serializers.ChoiceField(choices=OrganisationState.values)
    country = serializers.CharField()
    registration_kind = serializers.ChoiceField(choices=[*RegistrationKind.values, ""])
    registration_number = serializers.CharField(allow_blank=True)
    verification = serializers.ChoiceField(choices=VerificationState.values)
    is_demo = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class SuspensionSerializer(CamelSerializer):
    id = serializers.UUIDField()
    reason = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    end_reason = serializers.CharField(allow_blank=True)


class DuplicateSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = OrganisationNameSerializer()
    why = serializers.ListField(child=serializers.ChoiceField(choices=["registration", "name"]))
    verification = serializers.ChoiceField(choices=VerificationState.values)


class StaffOrganisationSerializer(OrganisationSerializer):
    members_count = serializers.IntegerField()
    cases = VerificationCaseSerializer(many=True)
    suspensions = SuspensionSerializer(many=True)
    duplicates = DuplicateSerializer(many=True)


class CaseOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = OrganisationNameSerializer()
    kind = serializers.ChoiceField(choices=OrganisationKind.values)
    country = serializers.CharField()
    is_demo = serializers.BooleanField()


class CasePersonSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)


class QueuedCaseSerializer(VerificationCaseSerializer):
    organisation = CaseOrganisationSerializer()
    submitted_by = CasePersonSerializer()


class VerificationDecisionSerializer(CamelSerializer):
    decision = serializers.ChoiceField(choices=["verify", "refuse"])
    reason = serializers.CharField(max_length=1000, required=False, allow_blank=True, default="")


class MergeSerializer(CamelSerializer):
    into = serializers.UUIDField()
    reason = serializers.CharField(max_length=1000)


class PersonFilterSerializer(CamelSerializer):
    q = serializers.CharField(max_length=100, required=False, help_text="Part of a name or of the address.")
    state = serializers.ChoiceField(choices=PERSON_STATES, required=False)


class StaffPersonRowSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_blank=True)
    language = serializers.ChoiceField(choices=Language.values)
    state = serializers.ChoiceField(choices=PERSON_STATES)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=PlatformRole.values))
    is_demo = serializers.BooleanField()
    created_at = serializers.DateTimeField()


class PlaceOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = OrganisationNameSerializer()
    state = serializers.ChoiceField(choices=OrganisationState.values)


class PersonPlaceSerializer(CamelSerializer):
    id = serializers.UUIDField()
    organisation = PlaceOrganisationSerializer()
    role = serializers.ChoiceField(choices=MemberRole.values)
    starts_at = serializers.DateTimeField()


class StaffPersonSerializer(StaffPersonRowSerializer):
    time_zone = serializers.CharField()
    has_second_factor = serializers.BooleanField()
    sessions = serializers.IntegerField(min_value=0, help_text="How many sessions of the person are open.")
    memberships = PersonPlaceSerializer(many=True)
    suspensions = SuspensionSerializer(many=True)
