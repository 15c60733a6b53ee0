from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "huiyin.assistant"
    label = "assistant"
