"""The Django application of the providers' office."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The providers' office (定点管理)."""

    name = "yibao.office.providers"
    label = "providers"
    verbose_name = "定点管理"
