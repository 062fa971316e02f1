from importlib import import_module

from django.apps import AppConfig


class PatentsConfig(AppConfig):
    name = "patents"
    label = "patents"
    verbose_name = "Patents and production technologies"

    def ready(self) -> None:
        # Registers what a copy of personal data holds of this app.
        import_module("patents.selectors.personal")
        # Registers how many assets closing an organisation would take out of sight.
        import_module("patents.selectors.owned_assets")
