from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from ipmarket.kernel import sealed_fields


class AccountsConfig(AppConfig):
    name = "ipmarket.accounts"
    label = "accounts"
    verbose_name = "People and organisations"

    def ready(self) -> None:
        # Each app keeps its rows of the table of policies in a module of that name.
        autodiscover_modules("policies")
        # The sign-in library keeps the seeds that sign_in/second_factor.py seals, under that module's purpose.
        sealed_fields.register(sealed_fields.SealedField("mfa.Authenticator", "data", "mfa", ("secret", "seed")))
