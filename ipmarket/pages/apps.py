from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The served HTML around the front end, and the files that crawlers and monitors ask for. No tables."""

    name = "ipmarket.pages"
    label = "pages"
