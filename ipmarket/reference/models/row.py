from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func

from ipmarket.kernel.ids import new_id
from ipmarket.reference.enums import Confidence, RowList


class DateRange(Func):
    """SQL ``daterange(valid_from, valid_to)``: half-open, an empty end means until further notice."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Row(models.Model):
    """One dated fact that law, an office or a standard sets: code, labels, validity, and who says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.CharField(max_length=20, choices=RowList.choices)
    code = models.CharField(max_length=48)
    label_en = models.CharField(max_length=200)
    label_zh_hant = models.CharField(max_length=200)
    label_zh_hans = models.CharField(max_length=200)
    position = models.PositiveIntegerField(default=0)
    details = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    source_date = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence.choices)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(list__in=RowList.values), name="reference_list_known"),
            models.CheckConstraint(condition=models.Q(confidence__in=Confidence.values), name="reference_confidence_known"),
            ExclusionConstraint(
                name="reference_one_row_per_code_and_day",
                expressions=[
                    ("list", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list}:{self.code}"


class RowLink(models.Model):
    """A dated relation between two rows by code, such as a country's membership of a territory group or a class prefix of a field."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=24)
    from_code = models.CharField(max_length=48)
    to_code = models.CharField(max_length=48)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="reference_one_link_per_pair_and_day",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("from_code", RangeOperators.EQUAL),
                    ("to_code", RangeOperators.EQUAL),
                    (DateRange("valid_from", "valid_to"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.from_code}:{self.to_code}"
