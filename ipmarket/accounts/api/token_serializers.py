"""Shapes of API tokens on the wire."""

from rest_framework import serializers

from ipmarket.accounts.enums import TokenScope
from ipmarket.accounts.services.make_token import MOST_DAYS
from ipmarket.kernel.api.serializers import CamelSerializer


class TokenOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class TokenSerializer(CamelSerializer):
    """``prefix`` is how the secret begins, so that its owner knows it again."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    prefix = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=TokenScope.values))
    organisation = TokenOrganisationSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    is_expired = serializers.BooleanField()


class MadeTokenSerializer(TokenSerializer):
    """``token`` is the secret itself. It is shown this once."""

    token = serializers.CharField()


class TokenOrderSerializer(CamelSerializer):
    name = serializers.CharField(max_length=80)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=TokenScope.values), min_length=1, max_length=len(TokenScope.values)
    )
    expires_in_days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    organisation_id = serializers.UUIDField(required=False, allow_null=True)


class TokenScopeSerializer(CamelSerializer):
    """``for_organisation``: opens something only for a token that acts for an organisation. ``is_yours``: whether you may give it."""

    code = serializers.ChoiceField(choices=TokenScope.values)
    for_organisation = serializers.BooleanField()
    is_yours = serializers.BooleanField()
    actions = serializers.ListField(child=serializers.CharField())


class TokenScopeListSerializer(CamelSerializer):
    items = TokenScopeSerializer(many=True)
