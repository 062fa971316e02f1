"""Shapes of mandates on the wire."""

from rest_framework import serializers

from ipmarket.accounts.api.invitations_serializers import PlainOrganisationSerializer
from ipmarket.accounts.enums import Language, MandateKind, MandateScope, MandateState
from ipmarket.kernel.api.serializers import CamelSerializer


class MandateHolderSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class MandateSerializer(CamelSerializer):
    id = serializers.UUIDField()
    email = serializers.EmailField(allow_blank=True)
    person = MandateHolderSerializer(allow_null=True, help_text="Who accepted it; null before.")
    kind = serializers.ChoiceField(choices=MandateKind.values)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=MandateScope.values))
    state = serializers.ChoiceField(choices=MandateState.values)
    starts_date = serializers.DateField()
    ends_date = serializers.DateField(allow_null=True, help_text="The first day without it, in Hong Kong.")
    offered_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)


class OwnMandateSerializer(MandateSerializer):
    organisation = PlainOrganisationSerializer()


class MandateNewSerializer(CamelSerializer):
    email = serializers.EmailField(max_length=254)
    kind = serializers.ChoiceField(choices=MandateKind.values)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=MandateScope.values), min_length=1, max_length=8)
    starts_date = serializers.DateField()
    ends_date = serializers.DateField(allow_null=True, default=None)
    language = serializers.ChoiceField(choices=Language.values, default=Language.EN.value)


class MandateReasonSerializer(CamelSerializer):
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")
