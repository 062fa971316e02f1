"""Shapes of members and signatories on the wire."""

from rest_framework import serializers

from ipmarket.accounts.enums import MemberRole, SignatoryState
from ipmarket.accounts.services.propose_signatory import MOST_MINOR
from ipmarket.kernel.api.serializers import CamelSerializer


class NamedPersonSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField(allow_null=True, help_text="For owners and managers; null for everybody else.")


class MemberSignatorySerializer(CamelSerializer):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=SignatoryState.values)
    limit_minor = serializers.IntegerField(allow_null=True, help_text="In minor units of the currency; null for no limit.")
    currency = serializers.CharField()


class MemberSerializer(CamelSerializer):
    id = serializers.UUIDField()
    person = NamedPersonSerializer()
    role = serializers.ChoiceField(choices=MemberRole.values)
    starts_at = serializers.DateTimeField()
    signatory = MemberSignatorySerializer(allow_null=True)
    is_me = serializers.BooleanField()
    is_suspended = serializers.BooleanField()
    allowed = serializers.ListField(child=serializers.CharField())


class MemberEditSerializer(CamelSerializer):
    role = serializers.ChoiceField(choices=MemberRole.values)


class HandOverSerializer(CamelSerializer):
    user_id = serializers.UUIDField()


class SignatorySerializer(CamelSerializer):
    id = serializers.UUIDField()
    membership_id = serializers.UUIDField()
    person = NamedPersonSerializer()
    document_id = serializers.UUIDField()
    document_name = serializers.CharField()
    state = serializers.ChoiceField(choices=SignatoryState.values)
    limit_minor = serializers.IntegerField(allow_null=True, help_text="In minor units of the currency; null for no limit.")
    currency = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class SignatoryProposalSerializer(CamelSerializer):
    membership_id = serializers.UUIDField()
    document_id = serializers.UUIDField()
    limit_minor = serializers.IntegerField(allow_null=True, min_value=1, max_value=MOST_MINOR)
    currency = serializers.CharField(max_length=3, min_length=3, default="HKD")


class SignatoryOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class QueuedSignatorySerializer(SignatorySerializer):
    organisation = SignatoryOrganisationSerializer()
    proposed_by = NamedPersonSerializer()


class SignatoryDecisionSerializer(CamelSerializer):
    decision = serializers.ChoiceField(choices=["confirm", "refuse"])
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class SignatoryQueueParameters(CamelSerializer):
    state = serializers.ChoiceField(choices=SignatoryState.values, required=False)
