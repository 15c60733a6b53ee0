from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "huiyin.catalog"
    label = "catalog"
