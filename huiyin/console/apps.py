from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "huiyin.console"
    label = "console"
