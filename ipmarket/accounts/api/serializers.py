"""Shapes of the session on the wire."""

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer


class PersonSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(choices=["en", "zh-Hant", "zh-Hans"])


class ActingOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class DemoAccountSerializer(CamelSerializer):
    email = serializers.EmailField()
    name = serializers.CharField()
    password = serializers.CharField()
    role = serializers.CharField()


class SessionSerializer(CamelSerializer):
    authenticated = serializers.BooleanField()
    csrf_token = serializers.CharField()
    person = PersonSerializer(allow_null=True)
    organisation = ActingOrganisationSerializer(allow_null=True)
    roles = serializers.ListField(child=serializers.CharField())
    demo_accounts = DemoAccountSerializer(many=True)


class SignInSerializer(CamelSerializer):
    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=256, trim_whitespace=False, style={"input_type": "password"})
