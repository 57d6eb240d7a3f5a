"""The base as an application of Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Accounts, rights, audit, jobs, messages."""

    name = "yibao.office.base"
    label = "base"
    verbose_name = "系统管理"
