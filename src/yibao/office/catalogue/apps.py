"""The Django application of the catalogue's office."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue's office (目录管理)."""

    name = "yibao.office.catalogue"
    label = "catalogue"
    verbose_name = "目录管理"
