"""Shapes of search on the wire: parameters in, pages out. The selectors build what these document."""

from typing import Any

from rest_framework import serializers

from ipmarket.kernel.api.serializers import CamelSerializer
from patents.enums import LegalState, TextStanding
from patents.selectors.cards import MAX_FAMILY_OFFICES
from search.documents.mapping import FACET_FIELDS, SORT_KEYS
from search.language.readings import ReadingKind
from search.selectors.search_catalogue import MAX_CHOICES

MAX_LIMIT = 100
_SECTIONS = tuple("ABCDEFGHY")


def _choices(pattern: str | None = None) -> serializers.ListField:
    child: serializers.Field[Any, Any, Any, Any] = (
        serializers.RegexField(pattern, max_length=20) if pattern else serializers.CharField(max_length=20)
    )
    return serializers.ListField(child=child, max_length=MAX_CHOICES, required=False)


class SearchParametersSerializer(CamelSerializer):
    """Choices of one facet are alternatives, those of different facets all hold. Repeat a parameter to choose several."""

    # Read by hand, so that an over-long text has its own code.
    q = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False)
    type = serializers.ListField(child=serializers.ChoiceField(choices=["patent", "technology"]), max_length=2, required=False)
    section = serializers.ListField(child=serializers.ChoiceField(choices=_SECTIONS), max_length=len(_SECTIONS), required=False)
    subclass = _choices(r"^[A-HY][0-9]{2}[A-Z]$")
    office = _choices(r"^[A-Z]{2}$")
    status = serializers.ListField(child=serializers.ChoiceField(choices=LegalState.choices), max_length=10, required=False)
    year = _choices(r"^([0-9]{4}|unknown)$")
    measure = _choices(r"^[a-z0-9_-]+$")
    language = serializers.ListField(
        child=serializers.ChoiceField(choices=["en", "zh-Hant", "zh-Hans", "other"]), max_length=4, required=False
    )
    sort = serializers.ChoiceField(choices=["relevance", *SORT_KEYS], required=False)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=20)
    cursor = serializers.CharField(required=False, max_length=2_000)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # ``class`` is a word of the language and cannot be declared above.
        fields = super().get_fields()
        fields["class"] = _choices(r"^[A-HY][0-9]{2}$")
        return fields


class SimilarParametersSerializer(CamelSerializer):
    limit = serializers.IntegerField(min_value=1, max_value=12, default=6)


class CardTextSerializer(CamelSerializer):
    text = serializers.CharField(allow_blank=True)
    lang = serializers.CharField()
    standing = serializers.ChoiceField(choices=TextStanding.choices)


class CardStatusSerializer(CamelSerializer):
    state = serializers.ChoiceField(choices=LegalState.choices)
    source = serializers.CharField(allow_null=True)
    as_of = serializers.DateField(allow_null=True)


class CardCodeSerializer(CamelSerializer):
    code = serializers.CharField()
    label = serializers.CharField()


class CardClassSerializer(CamelSerializer):
    symbol = serializers.CharField()
    label = serializers.CharField(allow_blank=True)


class SegmentSerializer(CamelSerializer):
    text = serializers.CharField()
    match = serializers.BooleanField()


class SearchItemSerializer(CamelSerializer):
    id = serializers.UUIDField()
    type = serializers.ChoiceField(choices=["patent", "technology"])
    ref = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    title = CardTextSerializer()
    title_parts = SegmentSerializer(many=True)
    summary_parts = SegmentSerializer(many=True)
    summary_lang = serializers.CharField(
        allow_null=True, help_text="The language of the snippet. It differs from the title's where only another language version matched."
    )
    owner = serializers.CharField(allow_null=True)
    status = CardStatusSerializer()
    classes = CardClassSerializer(many=True)
    office = serializers.CharField(allow_null=True)
    year = serializers.IntegerField(allow_null=True)
    measures = CardCodeSerializer(many=True)
    family_id = serializers.UUIDField(allow_null=True)
    family_size = serializers.IntegerField()
    family_offices = serializers.ListField(
        child=serializers.CharField(), max_length=MAX_FAMILY_OFFICES, help_text="Offices of the family's visible rights, by ST.3 code."
    )
    is_demo = serializers.BooleanField()
    stage = CardCodeSerializer(allow_null=True)


class ReadingSerializer(CamelSerializer):
    numeral = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=[kind.value for kind in ReadingKind])
    value = serializers.CharField()
    unsure = serializers.BooleanField()
    text = serializers.CharField()


class ReadQuerySerializer(CamelSerializer):
    text = serializers.CharField(allow_blank=True)
    readings = ReadingSerializer(many=True)


class EngineStateSerializer(CamelSerializer):
    name = serializers.ChoiceField(choices=["tantivy", "elasticsearch", "database"])
    degraded = serializers.BooleanField()
    not_applied = serializers.ListField(
        child=serializers.CharField(),
        help_text="Parameters that a degraded answer does not follow. It may be wider than asked, or in another order, only in these.",
    )


class FacetOptionSerializer(CamelSerializer):
    value = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()
    selected = serializers.BooleanField()


class FacetSerializer(CamelSerializer):
    name = serializers.ChoiceField(choices=list(FACET_FIELDS))
    options = FacetOptionSerializer(many=True)
    others = serializers.IntegerField(help_text="How many values with a count are not among the options.")


class SearchPageSerializer(CamelSerializer):
    query = ReadQuerySerializer()
    total = serializers.IntegerField()
    total_is_exact = serializers.BooleanField(help_text="False when a degraded answer stopped counting; the list then ends there too.")
    engine = EngineStateSerializer()
    items = SearchItemSerializer(many=True)
    facets = FacetSerializer(many=True)
    next = serializers.CharField(allow_null=True)
    limit_reached = serializers.BooleanField(help_text="Relevance order ends at 1,000; narrow the query or choose another order.")


class ReasonSerializer(CamelSerializer):
    kind = serializers.ChoiceField(choices=["class", "words"])
    values = serializers.ListField(child=serializers.CharField())


class SimilarItemSerializer(SearchItemSerializer):
    reasons = ReasonSerializer(many=True)


class SimilarRecordsSerializer(CamelSerializer):
    items = SimilarItemSerializer(many=True)


class HomeCountsSerializer(CamelSerializer):
    patents = serializers.IntegerField()
    technologies = serializers.IntegerField()
    classes = serializers.IntegerField()


class HomeSectionSerializer(CamelSerializer):
    symbol = serializers.CharField()
    label = serializers.CharField()
    count = serializers.IntegerField()


class HomePageSerializer(CamelSerializer):
    counts = HomeCountsSerializer()
    latest = SearchItemSerializer(many=True)
    sections = HomeSectionSerializer(many=True)
