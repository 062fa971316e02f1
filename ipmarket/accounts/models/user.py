from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Lower, Upper

from ipmarket.accounts.enums import Language
from ipmarket.kernel.ids import new_id


class User(AbstractBaseUser):
    """A person who may sign in. What this person may do comes from memberships, mandates and platform roles, never from a flag here.

    Not active: suspended, or erased. Someone erased keeps the row, so that what others need stays consistent, and nothing that names them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=7, choices=Language.choices, default=Language.EN)
    time_zone = models.CharField(max_length=64, default="Asia/Hong_Kong")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_without_case"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="user_language_known"),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(is_active=False), name="user_erased_is_not_active"
            ),
        ]
        indexes = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="user_name_trigrams"),
            GinIndex(OpClass(Upper("email"), name="gin_trgm_ops"), name="user_email_trigrams"),
            models.Index(fields=["-created_at", "-id"], name="user_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)
