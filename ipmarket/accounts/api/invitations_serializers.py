"""Shapes of invitations and of requests to join on the wire."""

from rest_framework import serializers

from ipmarket.accounts.api.members_serializers import NamedPersonSerializer
from ipmarket.accounts.enums import InvitationState, JoinRequestState, Language, MemberRole
from ipmarket.kernel.api.serializers import CamelSerializer


class PlainOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class InvitationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    role = serializers.ChoiceField(choices=MemberRole.values)
    language = serializers.ChoiceField(choices=Language.values)
    state = serializers.ChoiceField(choices=InvitationState.values)
    invited_by = NamedPersonSerializer()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    allowed = serializers.ListField(child=serializers.CharField())


class InvitationNewSerializer(CamelSerializer):
    email = serializers.EmailField(max_length=254)
    role = serializers.ChoiceField(choices=MemberRole.values)
    language = serializers.ChoiceField(choices=Language.values, default=Language.EN.value)


class SeenInvitationSerializer(CamelSerializer):
    organisation = PlainOrganisationSerializer()
    role = serializers.ChoiceField(choices=MemberRole.values)
    address = serializers.CharField(help_text="Masked: enough for its owner to recognise.")
    state = serializers.ChoiceField(choices=InvitationState.values)
    expires_at = serializers.DateTimeField()
    is_mine = serializers.BooleanField(help_text="The reader is signed in and has proven the address.")


class AcceptedInvitationSerializer(CamelSerializer):
    membership_id = serializers.UUIDField()
    organisation = PlainOrganisationSerializer()
    role = serializers.ChoiceField(choices=MemberRole.values)


class JoinOfferSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class JoinRequestNewSerializer(CamelSerializer):
    organisation_id = serializers.UUIDField()


class OwnJoinRequestSerializer(CamelSerializer):
    id = serializers.UUIDField()
    organisation = PlainOrganisationSerializer()
    state = serializers.ChoiceField(choices=JoinRequestState.values)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class JoinRequestSerializer(CamelSerializer):
    id = serializers.UUIDField()
    person = NamedPersonSerializer()
    state = serializers.ChoiceField(choices=JoinRequestState.values)
    created_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)


class JoinDecisionSerializer(CamelSerializer):
    accept = serializers.BooleanField()
    role = serializers.ChoiceField(choices=MemberRole.values, default=MemberRole.MEMBER.value)
