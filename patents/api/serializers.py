"""Shapes of the catalogue on the wire. They document what selectors return; the selectors build it."""

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer
from patents.enums import BatchState, ClassOrigin, LegalState, PartyRole, Scheme, SymbolKind, TextStanding
from patents.ingest.port import BadRecordReason


class TextSerializer(CamelSerializer):
    text = serializers.CharField(allow_blank=True)
    lang = serializers.CharField()
    standing = serializers.ChoiceField(choices=TextStanding.choices)


class CodedSerializer(CamelSerializer):
    code = serializers.CharField()
    label = serializers.CharField()


class OfficeSerializer(CamelSerializer):
    code = serializers.CharField()
    name = serializers.CharField()


class StatusSerializer(CamelSerializer):
    state = serializers.ChoiceField(choices=LegalState.choices)
    source = serializers.CharField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)


class StatusEventSerializer(CamelSerializer):
    state = serializers.ChoiceField(choices=LegalState.choices)
    source = serializers.CharField()
    as_of = serializers.DateField()
    note = serializers.CharField(allow_blank=True)


class PartySerializer(CamelSerializer):
    role = serializers.ChoiceField(choices=PartyRole.choices)
    name = serializers.CharField()
    country = serializers.CharField(allow_null=True)


class PublicationSerializer(CamelSerializer):
    number = serializers.CharField()
    ref = serializers.CharField()
    kind = serializers.CharField(allow_null=True)
    date = serializers.DateField(allow_null=True)


class FamilyMemberSerializer(CamelSerializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    office = OfficeSerializer()
    title = TextSerializer()
    status = StatusSerializer()
    filing_date = serializers.DateField(allow_null=True)
    is_this = serializers.BooleanField()


class PrioritySerializer(CamelSerializer):
    number = serializers.CharField()
    date = serializers.DateField(allow_null=True)


class ClassMentionSerializer(CamelSerializer):
    scheme = serializers.ChoiceField(choices=Scheme.choices)
    symbol = serializers.CharField()
    subclass = serializers.CharField()
    label = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_null=True)
    origin = serializers.ChoiceField(choices=ClassOrigin.choices)
    score = serializers.FloatField(allow_null=True)
    first = serializers.BooleanField()


class TechnologyFieldSerializer(CamelSerializer):
    code = serializers.CharField()
    label = serializers.CharField()
    sector = serializers.CharField(allow_blank=True)


class CitationSerializer(CamelSerializer):
    text = serializers.CharField()
    ref = serializers.CharField(allow_null=True)
    category = serializers.CharField(allow_null=True)


class SourceSerializer(CamelSerializer):
    source = serializers.CharField()
    label = serializers.CharField()
    file_name = serializers.CharField()
    imported_at = serializers.DateTimeField()


class NamedSerializer(CamelSerializer):
    id = serializers.UUIDField()
    name = serializers.CharField()


class TitledSerializer(CamelSerializer):
    id = serializers.UUIDField()
    title = TextSerializer()


class PatentSerializer(CamelSerializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    right_type = CodedSerializer()
    number = serializers.CharField(allow_null=True)
    office = OfficeSerializer()
    title = TextSerializer()
    other_titles = TextSerializer(many=True)
    abstract = TextSerializer(allow_null=True)
    other_abstracts = TextSerializer(many=True)
    status = StatusSerializer()
    status_history = StatusEventSerializer(many=True)
    filing_date = serializers.DateField(allow_null=True)
    application_number = serializers.CharField(allow_null=True)
    publication_date = serializers.DateField(allow_null=True)
    grant_date = serializers.DateField(allow_null=True)
    expiry_date = serializers.DateField(allow_null=True)
    parties = PartySerializer(many=True)
    publications = PublicationSerializer(many=True)
    family = FamilyMemberSerializer(many=True)
    priorities = PrioritySerializer(many=True)
    classes = ClassMentionSerializer(many=True)
    technology_fields = TechnologyFieldSerializer(many=True)
    citations = CitationSerializer(many=True)
    claims = serializers.ListField(child=serializers.CharField())
    sources = SourceSerializer(many=True)
    original_link = serializers.URLField(allow_null=True)
    owner = NamedSerializer(allow_null=True)
    owner_name = serializers.CharField(allow_null=True)
    technologies = TitledSerializer(many=True)
    measures = CodedSerializer(many=True)
    is_demo = serializers.BooleanField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class UnitCostSerializer(CamelSerializer):
    amount_minor = serializers.IntegerField()
    currency = serializers.CharField()
    per = serializers.CharField(allow_blank=True)


class RightMentionSerializer(CamelSerializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    title = TextSerializer()
    status = StatusSerializer()


class TechnologySerializer(CamelSerializer):
    id = serializers.UUIDField()
    ref = serializers.CharField()
    title = TextSerializer()
    other_titles = TextSerializer(many=True)
    summary = TextSerializer(allow_null=True)
    process = TextSerializer(allow_null=True)
    equipment = TextSerializer(allow_null=True)
    capacity = TextSerializer(allow_null=True)
    unit_cost = UnitCostSerializer(allow_null=True)
    certifications = serializers.ListField(child=serializers.CharField())
    stage = CodedSerializer()
    trl = serializers.IntegerField(allow_null=True)
    measures = CodedSerializer(many=True)
    sectors = CodedSerializer(many=True)
    classes = ClassMentionSerializer(many=True)
    technology_fields = TechnologyFieldSerializer(many=True)
    patents = RightMentionSerializer(many=True)
    owner = NamedSerializer()
    is_demo = serializers.BooleanField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()


class ClassNodeSerializer(CamelSerializer):
    symbol = serializers.CharField()
    kind = serializers.ChoiceField(choices=SymbolKind.choices)
    label = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_null=True)
    title_source = serializers.CharField(allow_null=True)
    records = serializers.IntegerField()
    children = serializers.IntegerField()


class ClassListSerializer(CamelSerializer):
    scheme = serializers.ChoiceField(choices=Scheme.choices)
    version = serializers.CharField()
    items = ClassNodeSerializer(many=True)


class AncestorSerializer(CamelSerializer):
    symbol = serializers.CharField()
    label = serializers.CharField(allow_blank=True)


class ClassPageSerializer(CamelSerializer):
    scheme = serializers.ChoiceField(choices=Scheme.choices)
    version = serializers.CharField()
    symbol = serializers.CharField()
    kind = serializers.ChoiceField(choices=SymbolKind.choices)
    label = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_null=True)
    attribution = serializers.CharField(allow_null=True)
    ancestors = AncestorSerializer(many=True)
    children = ClassNodeSerializer(many=True)
    records = serializers.IntegerField()
    technology_fields = TechnologyFieldSerializer(many=True)


class SuggestionRequestSerializer(CamelSerializer):
    text = serializers.CharField(max_length=20_000)
    language = serializers.ChoiceField(choices=["en", "zh-Hant", "zh-Hans"], required=False, allow_null=True)


class SuggestionSerializer(CamelSerializer):
    symbol = serializers.CharField()
    label = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_null=True)
    score = serializers.FloatField()
    words = serializers.ListField(child=serializers.CharField())
    band = serializers.ChoiceField(choices=["very_likely", "likely", "possible", "unlikely"])


class SectionSuggestionSerializer(CamelSerializer):
    symbol = serializers.CharField()
    label = serializers.CharField(allow_blank=True)
    score = serializers.FloatField()


class SuggestionsSerializer(CamelSerializer):
    suggestions = SuggestionSerializer(many=True)
    sections = SectionSuggestionSerializer(many=True)
    abstained = serializers.BooleanField()
    language = serializers.CharField()
    technology_field = TechnologyFieldSerializer(allow_null=True)
    scheme_version = serializers.CharField()
    model_version = serializers.CharField()


class ImportSerializer(CamelSerializer):
    id = serializers.UUIDField()
    file_name = serializers.CharField()
    source = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=[state.value for state in BatchState])
    read = serializers.IntegerField()
    created = serializers.IntegerField()
    updated = serializers.IntegerField()
    unchanged = serializers.IntegerField()
    quarantined = serializers.IntegerField()
    seconds = serializers.FloatField()
    progress = serializers.FloatField()
    cancel_requested = serializers.BooleanField()
    message = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_blank=True)


class ImportUploadSerializer(CamelSerializer):
    file = serializers.FileField()
    source = serializers.CharField(max_length=40, default="auto")


class QuarantinedSerializer(CamelSerializer):
    position = serializers.IntegerField()
    place = serializers.CharField()
    reason = serializers.ChoiceField(choices=[reason.value for reason in BadRecordReason])
    detail = serializers.CharField()
    excerpt = serializers.CharField(allow_blank=True)
