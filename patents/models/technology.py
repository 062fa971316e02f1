from django.db import models

from ipmarket.accounts.enums import Audience
from ipmarket.kernel.ids import new_id
from patents.enums import Stage
from patents.models.right import Right


class ProductionTechnology(models.Model):
    """Know-how or a process, patented or not: what it makes, on which equipment, how much of it, at what cost, certified by whom."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # Stable name of a row that came from a data set; empty for what people type in.
    external_key = models.CharField(max_length=80, blank=True)
    owner_organisation = models.ForeignKey("accounts.Organisation", on_delete=models.PROTECT, related_name="+")
    original_language = models.CharField(max_length=12)
    title_en = models.CharField(max_length=200, blank=True)
    title_zh_hant = models.CharField(max_length=200, blank=True)
    title_zh_hans = models.CharField(max_length=200, blank=True)
    summary_en = models.TextField(blank=True)
    summary_zh_hant = models.TextField(blank=True)
    summary_zh_hans = models.TextField(blank=True)
    process_en = models.TextField(blank=True)
    process_zh_hant = models.TextField(blank=True)
    process_zh_hans = models.TextField(blank=True)
    equipment_en = models.TextField(blank=True)
    equipment_zh_hant = models.TextField(blank=True)
    equipment_zh_hans = models.TextField(blank=True)
    capacity_en = models.CharField(max_length=300, blank=True)
    capacity_zh_hant = models.CharField(max_length=300, blank=True)
    capacity_zh_hans = models.CharField(max_length=300, blank=True)
    # Money in minor units of the currency, per the unit named beside it.
    unit_cost_minor = models.BigIntegerField(null=True, blank=True)
    unit_cost_currency = models.CharField(max_length=3, blank=True)
    unit_cost_per_en = models.CharField(max_length=80, blank=True)
    unit_cost_per_zh_hant = models.CharField(max_length=80, blank=True)
    unit_cost_per_zh_hans = models.CharField(max_length=80, blank=True)
    certifications = models.JSONField(default=list)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    trl = models.PositiveSmallIntegerField(null=True, blank=True)
    measures = models.JSONField(default=list)
    sectors = models.JSONField(default=list)
    rights = models.ManyToManyField(Right, blank=True, related_name="technologies")
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    is_demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(stage__in=Stage.values), name="technology_stage_known"),
            models.CheckConstraint(condition=models.Q(audience__in=Audience.values), name="technology_audience_known"),
            models.CheckConstraint(
                condition=models.Q(trl__isnull=True) | models.Q(trl__gte=1, trl__lte=9), name="technology_trl_one_to_nine"
            ),
            models.CheckConstraint(
                condition=models.Q(unit_cost_minor__isnull=True, unit_cost_currency="")
                | (models.Q(unit_cost_minor__isnull=False, unit_cost_minor__gte=0) & models.Q(unit_cost_currency__regex=r"^[A-Z]{3}$")),
                name="technology_unit_cost_has_a_currency",
            ),
            models.CheckConstraint(condition=~models.Q(title_en="", title_zh_hant="", title_zh_hans=""), name="technology_has_a_title"),
            models.UniqueConstraint(fields=["external_key"], condition=~models.Q(external_key=""), name="technology_external_key_unique"),
        ]
        indexes = [
            models.Index(fields=["audience", "-updated_at", "-id"], name="technology_by_change"),
            # For people who see several audiences and what was opened to them.
            models.Index(fields=["-updated_at", "-id"], name="technology_by_change_for_all"),
        ]

    def __str__(self) -> str:
        return str(self.id)
