"""Shapes of the own account on the wire."""

from typing import Any

from rest_framework import serializers

from ipmarket.accounts.enums import JobState, Language, TermsKind
from ipmarket.kernel.api.serializers import CamelSerializer


class AccountSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(choices=Language.values)
    time_zone = serializers.CharField()


class AccountEditSerializer(CamelSerializer):
    name = serializers.CharField(max_length=120, required=False)
    language = serializers.ChoiceField(choices=Language.values, required=False)
    time_zone = serializers.CharField(max_length=64, required=False)


class ConsentsSerializer(CamelSerializer):
    news = serializers.BooleanField()
    statistics = serializers.BooleanField()


class ConsentsEditSerializer(CamelSerializer):
    news = serializers.BooleanField(required=False)
    statistics = serializers.BooleanField(required=False)

    def to_internal_value(self, data: Any) -> Any:
        """Only what was named is changed, so a missing switch is not read as switched off."""
        values = super().to_internal_value(data)
        return {name: value for name, value in values.items() if isinstance(data, dict) and name in data}


class TermsBlockSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=["title", "heading", "paragraph", "item"])
    text = serializers.CharField()


class TermsSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=TermsKind.values)
    version = serializers.CharField()
    valid_from = serializers.DateField()
    language = serializers.ChoiceField(choices=Language.values)
    blocks = TermsBlockSerializer(many=True)


class TermsAcceptanceSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=TermsKind.values)
    version = serializers.CharField(max_length=16)


class AcceptedTermsSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=TermsKind.values)
    version = serializers.CharField()
    language = serializers.ChoiceField(choices=Language.values)
    accepted_at = serializers.DateTimeField()


class AcceptedTermsListSerializer(CamelSerializer):
    items = AcceptedTermsSerializer(many=True)


class DataExportSerializer(CamelSerializer):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=JobState.values)
    size_bytes = serializers.IntegerField()
    requested_at = serializers.DateTimeField()
    ready_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField(allow_null=True)


class ErasureBlockSerializer(CamelSerializer):
    code = serializers.ChoiceField(choices=["only_owner", "last_operator"])
    organisation_id = serializers.UUIDField(allow_null=True)
    organisation_name = serializers.CharField(allow_null=True)


class ErasurePlanSerializer(CamelSerializer):
    is_possible = serializers.BooleanField()
    blocks = ErasureBlockSerializer(many=True)
    memberships = serializers.IntegerField()
    entries = serializers.IntegerField()


class ErasureSerializer(CamelSerializer):
    confirm = serializers.CharField(max_length=254)


class ErasedSerializer(CamelSerializer):
    erased = serializers.BooleanField()
