"""Shapes of queues and deliveries on the operator's pages."""

from rest_framework import serializers

from ipmarket.accounts.api.organisations_serializers import ReasonSerializer
from ipmarket.accounts.selectors.deliveries import STATES
from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.kernel.outbox.enums import LANES

_LONGEST_HANDLER = 120


class QueueSerializer(CamelSerializer):
    handler = serializers.CharField(help_text="The handler's name, which never changes.")
    lane = serializers.ChoiceField(choices=LANES)
    is_known = serializers.BooleanField(help_text="False where the program no longer has this handler: nothing of it can be delivered.")
    waiting = serializers.IntegerField()
    parked = serializers.IntegerField()
    waiting_since = serializers.DateTimeField(allow_null=True, help_text="When the oldest happened that waits.")
    last_delivered_at = serializers.DateTimeField(allow_null=True, help_text="Null where it is not among the latest deliveries of all.")


class QueueListSerializer(CamelSerializer):
    waiting = serializers.IntegerField()
    parked = serializers.IntegerField()
    waiting_since = serializers.DateTimeField(allow_null=True)
    items = QueueSerializer(many=True)


class DeliveryFilterSerializer(CamelSerializer):
    state = serializers.ChoiceField(choices=list(STATES), default="parked", required=False)
    handler = serializers.CharField(max_length=_LONGEST_HANDLER, required=False)


class DeliveryAboutSerializer(CamelSerializer):
    type = serializers.CharField()
    id = serializers.CharField()


class DeliverySerializer(CamelSerializer):
    id = serializers.IntegerField()
    state = serializers.ChoiceField(choices=list(STATES))
    topic = serializers.CharField()
    handler = serializers.CharField()
    lane = serializers.ChoiceField(choices=LANES)
    about = DeliveryAboutSerializer()
    attempts = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True, help_text="The kind of the last error. What it said is not told: it may name somebody.")
    place = serializers.CharField(allow_blank=True, help_text="module:function:line")
    happened_at = serializers.DateTimeField()
    parked_at = serializers.DateTimeField(allow_null=True)
    next_at = serializers.DateTimeField(allow_null=True, help_text="When it is tried next; null for a parked one.")


class HandlerRetrySerializer(ReasonSerializer):
    handler = serializers.CharField(max_length=_LONGEST_HANDLER)


class RetriedSerializer(CamelSerializer):
    count = serializers.IntegerField(help_text="How many will be tried again.")
