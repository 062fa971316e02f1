"""Shapes of the session on the wire."""

from rest_framework import serializers

from ipmarket.accounts.enums import MemberRole, OrganisationKind, OrganisationState, PlatformRole, TermsKind
from ipmarket.accounts.selectors.actors import MANDATE
from ipmarket.kernel.api.serializers import CamelSerializer


class PersonSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()
    language = serializers.ChoiceField(choices=["en", "zh-Hant", "zh-Hans"])
    time_zone = serializers.CharField()


class SessionPlaceSerializer(CamelSerializer):
    """An organisation in which the person has a place."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=OrganisationKind.values)
    standing = serializers.ChoiceField(choices=[*MemberRole.values, MANDATE])
    state = serializers.ChoiceField(
        choices=OrganisationState.values, help_text="Members of a suspended organisation stand as viewers; mandates for it rest."
    )
    via_mandate = serializers.BooleanField()


class TermsDueSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=TermsKind.values)
    version = serializers.CharField()


class DemoAccountSerializer(CamelSerializer):
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField()
    organisation = serializers.CharField()
    words = serializers.CharField(help_text="Code of the kind of user: a platform role, a kind of organisation, or person.")


class SessionSerializer(CamelSerializer):
    authenticated = serializers.BooleanField()
    csrf_token = serializers.CharField()
    is_strong = serializers.BooleanField(help_text="Made with a second factor or a passkey; platform roles count only then.")
    person = PersonSerializer(allow_null=True)
    organisation = SessionPlaceSerializer(allow_null=True)
    organisations = SessionPlaceSerializer(many=True)
    roles = serializers.ListField(child=serializers.ChoiceField(choices=PlatformRole.values))
    held_roles = serializers.ListField(
        child=serializers.ChoiceField(choices=PlatformRole.values), help_text="Roles that sleep until there is a second factor."
    )
    permissions = serializers.ListField(child=serializers.CharField())
    terms_due = TermsDueSerializer(many=True)
    is_demo = serializers.BooleanField()
    demo_accounts = DemoAccountSerializer(many=True)


class ChosenOrganisationSerializer(CamelSerializer):
    organisation_id = serializers.UUIDField()


class DemoSessionSerializer(CamelSerializer):
    email = serializers.EmailField(max_length=254)
