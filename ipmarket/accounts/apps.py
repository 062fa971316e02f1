from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ipmarket.accounts"
    label = "accounts"
    verbose_name = "People and organisations"
