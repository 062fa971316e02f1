from django.apps import AppConfig


class PatentsConfig(AppConfig):
    name = "patents"
    label = "patents"
    verbose_name = "Patents and production technologies"
