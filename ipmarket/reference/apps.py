from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "ipmarket.reference"
    label = "reference"
    verbose_name = "Reference rows"
