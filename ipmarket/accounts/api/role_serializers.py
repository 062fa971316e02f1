"""Shapes of platform roles and their proposals on the wire."""

from typing import Any

from rest_framework import serializers

from ipmarket.accounts.enums import PlatformRole, RoleProposalState
from ipmarket.accounts.models import RoleProposal
from ipmarket.accounts.selectors.roles import proposal_actions
from ipmarket.kernel.api.serializers import CamelSerializer


class RolePersonSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    email = serializers.EmailField()


class ProposerSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class RoleGrantSerializer(CamelSerializer):
    """``proposed_by`` and ``decided_by`` are empty for whoever the system appointed."""

    id = serializers.UUIDField()
    person = RolePersonSerializer(source="user")
    role = serializers.ChoiceField(choices=PlatformRole.values)
    starts_at = serializers.DateTimeField()
    proposed_by = ProposerSerializer(source="proposal.proposed_by", allow_null=True, default=None)
    decided_by = ProposerSerializer(source="proposal.decided_by", allow_null=True, default=None)


class RoleProposalSerializer(CamelSerializer):
    id = serializers.UUIDField()
    person = RolePersonSerializer(source="user")
    role = serializers.ChoiceField(choices=PlatformRole.values)
    state = serializers.ChoiceField(choices=RoleProposalState.values)
    reason = serializers.CharField()
    proposed_by = ProposerSerializer()
    proposed_at = serializers.DateTimeField()
    decided_by = ProposerSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    decision_reason = serializers.CharField()
    allowed = serializers.SerializerMethodField()

    def get_allowed(self, proposal: RoleProposal) -> list[str]:
        """What the reader may do with it."""
        return proposal_actions(self.context["actor"], proposal)


class RoleGrantParameters(CamelSerializer):
    role = serializers.ChoiceField(choices=PlatformRole.values, required=False)


class RoleProposalParameters(CamelSerializer):
    state = serializers.ChoiceField(choices=RoleProposalState.values, required=False)


class RoleProposalOrderSerializer(CamelSerializer):
    """Names the person by id or by the address that they sign in with."""

    user_id = serializers.UUIDField(required=False)
    email = serializers.EmailField(max_length=254, required=False)
    role = serializers.ChoiceField(choices=PlatformRole.values)
    reason = serializers.CharField(max_length=1000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one way of naming the person."""
        if ("user_id" in attrs) == ("email" in attrs):
            raise serializers.ValidationError("Name the person by userId or by email.")
        return attrs


class RoleDecisionSerializer(CamelSerializer):
    decision = serializers.ChoiceField(choices=["grant", "refuse"])
    reason = serializers.CharField(max_length=1000)


class RoleEndSerializer(CamelSerializer):
    reason = serializers.CharField(max_length=1000)
