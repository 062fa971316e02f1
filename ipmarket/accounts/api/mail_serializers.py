"""Shapes of messages and their templates on the wire."""

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer
from ipmarket.kernel.text import LANGUAGES


class MailboxRowSerializer(CamelSerializer):
    id = serializers.UUIDField()
    to = serializers.CharField()
    subject = serializers.CharField()
    language = serializers.CharField(help_text="Empty where the message does not tell.")
    sent_at = serializers.DateTimeField(allow_null=True)
    text = serializers.CharField()


class MailboxMessageSerializer(MailboxRowSerializer):
    html = serializers.CharField()


class MailboxSerializer(CamelSerializer):
    items = MailboxRowSerializer(many=True)


class MailboxFilterSerializer(CamelSerializer):
    to = serializers.EmailField(max_length=254, required=False)


class MailTemplateRowSerializer(CamelSerializer):
    name = serializers.CharField()
    subject = serializers.CharField()
    values = serializers.ListField(child=serializers.CharField())


class MailTemplateListSerializer(CamelSerializer):
    items = MailTemplateRowSerializer(many=True)


class MailTemplateSerializer(MailTemplateRowSerializer):
    language = serializers.ChoiceField(choices=LANGUAGES)
    text = serializers.CharField()
    html = serializers.CharField()


class MailTemplateFilterSerializer(CamelSerializer):
    language = serializers.ChoiceField(choices=LANGUAGES, required=False)
