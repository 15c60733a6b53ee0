from importlib import import_module

from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "huiyin.handbook"
    label = "handbook"

    def ready(self) -> None:
        """What the house published itself lies in the database; models can be asked only once the apps are set up."""
        import_module("huiyin.handbook.queries.published").connect()
