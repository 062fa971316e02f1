"""Shapes of the audit trail on the wire."""

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer


class AuditActorSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=["visitor", "person", "system"])
    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(allow_null=True, help_text="Null for somebody whose account was erased, and for the system.")
    # DRF takes declared fields off the class, so this one hides no label of the serializer.
    label = serializers.CharField(help_text="What part of the system acted; empty for people.")  # type: ignore[assignment]  # see above
    mandate_id = serializers.UUIDField(allow_null=True)


class AuditOrganisationSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField(allow_null=True)


class AuditTargetSerializer(CamelSerializer):
    type = serializers.CharField()
    id = serializers.CharField()


class AuditEntrySerializer(CamelSerializer):
    """One thing that somebody did."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = AuditActorSerializer()
    organisation = AuditOrganisationSerializer(allow_null=True)
    action = serializers.CharField()
    target = AuditTargetSerializer()
    reason = serializers.CharField()
    request_id = serializers.CharField()
    sequence = serializers.IntegerField(allow_null=True, help_text="Its place in the sealed chain; null until it is sealed.")


class AuditEntryDetailSerializer(AuditEntrySerializer):
    """The whole entry."""

    before = serializers.DictField(allow_null=True)
    after = serializers.DictField(allow_null=True)
    personal = serializers.DictField(allow_null=True)
    is_personal_erased = serializers.BooleanField()
    digest = serializers.CharField()
    hash = serializers.CharField(allow_null=True)
    previous_hash = serializers.CharField(allow_null=True)


class AuditVerificationSerializer(CamelSerializer):
    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    is_full = serializers.BooleanField()
    from_sequence = serializers.IntegerField()
    to_sequence = serializers.IntegerField()
    entries = serializers.IntegerField()
    unsealed = serializers.IntegerField()
    is_sound = serializers.BooleanField()
    problem = serializers.CharField(allow_null=True)
    place_sequence = serializers.IntegerField(allow_null=True)
    place_entry_id = serializers.IntegerField(allow_null=True)
    detail = serializers.CharField()


class AuditHeadSerializer(CamelSerializer):
    sequence = serializers.IntegerField()
    hash = serializers.CharField()
    at = serializers.DateTimeField()


class AuditChainSerializer(CamelSerializer):
    """How far the chain is sealed, anchored and verified."""

    sequence = serializers.IntegerField()
    hash = serializers.CharField()
    sealed_entry_at = serializers.DateTimeField(allow_null=True)
    unsealed = serializers.IntegerField(help_text="Counted up to 10,001.")
    head = AuditHeadSerializer(allow_null=True)
    head_problem = serializers.CharField()
    public_key = serializers.CharField(help_text="Ed25519, 32 bytes in base64: checks the anchored head's signature.")
    last_verification = AuditVerificationSerializer(allow_null=True)
    last_full_verification = AuditVerificationSerializer(allow_null=True)


class LookSerializer(CamelSerializer):
    """Somebody looked at a confidential object, within this hour for the first time."""

    at = serializers.DateTimeField()
    actor = AuditActorSerializer()
    organisation = AuditOrganisationSerializer(allow_null=True)
    what = serializers.CharField()
    request_id = serializers.CharField()


class AuditParameters(CamelSerializer):
    actor = serializers.UUIDField(required=False)
    organisation = serializers.UUIDField(required=False)
    action = serializers.CharField(required=False, max_length=80, help_text="The action, or how it begins.")
    target_type = serializers.CharField(required=False, max_length=80)
    target_id = serializers.CharField(required=False, max_length=80)
    from_at = serializers.DateTimeField(required=False)
    to_at = serializers.DateTimeField(required=False, help_text="Not included.")
    request_id = serializers.CharField(required=False, max_length=64)


class AuditExportParameters(AuditParameters):
    form = serializers.ChoiceField(choices=["csv", "jsonl"], default="csv")


class LookParameters(CamelSerializer):
    object_type = serializers.CharField(max_length=80)
    object_id = serializers.CharField(max_length=80)
