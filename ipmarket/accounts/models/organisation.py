from django.db import models

from ipmarket.accounts.enums import OrganisationKind
from ipmarket.kernel.ids import new_id


class Organisation(models.Model):
    """A legal person that owns, licenses, buys or advises."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name_en = models.CharField(max_length=200, blank=True)
    name_zh_hant = models.CharField(max_length=200, blank=True)
    name_zh_hans = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, default="HK")
    registration_number = models.CharField(max_length=40, blank=True)
    sector = models.CharField(max_length=8, blank=True)
    district = models.CharField(max_length=80, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=~models.Q(name_en="", name_zh_hant="", name_zh_hans=""), name="organisation_has_a_name"),
            models.UniqueConstraint(
                fields=["country", "registration_number"],
                condition=~models.Q(registration_number=""),
                name="organisation_registration_unique",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
