from django.apps import AppConfig


class HandbookConfig(AppConfig):
    name = "huiyin.handbook"
    label = "handbook"

    def ready(self) -> None:
        """What the house published itself lies in the database; the packs and calendar files stand for themselves."""
        from huiyin.handbook.queries import published  # noqa: PLC0415 - models exist only when the apps are set up

        published.connect()
