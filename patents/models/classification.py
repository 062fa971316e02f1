from django.db import models

from ipmarket.kernel.ids import new_id
from patents.enums import ClassOrigin, Scheme, SymbolKind


class ClassSymbol(models.Model):
    """One entry of a classification scheme in one version. Titles are the office's, labels are ours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scheme = models.CharField(max_length=3, choices=Scheme.choices)
    version = models.CharField(max_length=10)
    symbol = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=SymbolKind.choices)
    parent = models.CharField(max_length=20, blank=True)
    position = models.PositiveIntegerField()
    title_en = models.TextField(blank=True)
    title_source = models.CharField(max_length=60, blank=True)
    label_en = models.CharField(max_length=80, blank=True)
    label_zh_hant = models.CharField(max_length=80, blank=True)
    label_zh_hans = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "version", "symbol"], name="class_symbol_unique"),
            models.CheckConstraint(condition=models.Q(scheme__in=Scheme.values), name="class_symbol_scheme_known"),
            models.CheckConstraint(condition=models.Q(kind__in=SymbolKind.values), name="class_symbol_kind_known"),
        ]
        indexes = [models.Index(fields=["scheme", "version", "parent", "position"], name="class_symbol_children")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.symbol}"


class ClassAssignment(models.Model):
    """A class given to a right or to a production technology: by an office, by its owner, or suggested with a probability."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    right = models.ForeignKey("patents.Right", null=True, blank=True, on_delete=models.CASCADE, related_name="classes")
    technology = models.ForeignKey("patents.ProductionTechnology", null=True, blank=True, on_delete=models.CASCADE, related_name="classes")
    scheme = models.CharField(max_length=3, choices=Scheme.choices)
    symbol = models.CharField(max_length=20)
    subclass = models.CharField(max_length=4)
    origin = models.CharField(max_length=10, choices=ClassOrigin.choices)
    score = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    position = models.PositiveSmallIntegerField()
    is_first = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__isnull=False, technology__isnull=True) | models.Q(right__isnull=True, technology__isnull=False),
                name="class_assignment_has_one_target",
            ),
            models.CheckConstraint(condition=models.Q(scheme__in=Scheme.values), name="class_assignment_scheme_known"),
            models.CheckConstraint(condition=models.Q(origin__in=ClassOrigin.values), name="class_assignment_origin_known"),
            models.CheckConstraint(
                condition=models.Q(origin=ClassOrigin.SUGGESTED, score__isnull=False, score__gte=0, score__lte=1)
                | (~models.Q(origin=ClassOrigin.SUGGESTED) & models.Q(score__isnull=True)),
                name="class_assignment_score_only_when_suggested",
            ),
            models.UniqueConstraint(fields=["right", "scheme", "symbol", "origin"], name="class_assignment_once_per_right"),
            models.UniqueConstraint(fields=["technology", "scheme", "symbol", "origin"], name="class_assignment_once_per_technology"),
        ]
        indexes = [models.Index(fields=["subclass"], name="class_assignment_by_subclass")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.symbol}"
