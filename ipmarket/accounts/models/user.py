from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from ipmarket.accounts.enums import Language
from ipmarket.kernel.ids import new_id


class User(AbstractBaseUser):
    """A person who may sign in. What this person may do comes from memberships and platform roles, never from a flag here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=7, choices=Language.choices, default=Language.EN)
    time_zone = models.CharField(max_length=64, default="Asia/Hong_Kong")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_without_case"),
            models.CheckConstraint(condition=models.Q(language__in=Language.values), name="user_language_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)
