from django.apps import AppConfig


class ServiceConfig(AppConfig):
    name = "huiyin.service"
    label = "service"
