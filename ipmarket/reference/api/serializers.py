"""Shapes of reference rows on the wire."""

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.reference.enums import Confidence


class LabelsSerializer(CamelSerializer):
    en = serializers.CharField()
    zh_hant = serializers.CharField()
    zh_hans = serializers.CharField()


class ReferenceRowSerializer(CamelSerializer):
    code = serializers.CharField()
    label = serializers.CharField()
    labels = LabelsSerializer()
    details = serializers.DictField(child=serializers.CharField())
    members = serializers.ListField(child=serializers.CharField(), required=False)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(allow_null=True)
    source = serializers.CharField()
    source_date = serializers.DateField(allow_null=True)
    confidence = serializers.ChoiceField(choices=Confidence.choices)


class ReferenceListSerializer(CamelSerializer):
    items = ReferenceRowSerializer(many=True)
    on = serializers.DateField()


class OnDaySerializer(CamelSerializer):
    on = serializers.DateField(required=False)
