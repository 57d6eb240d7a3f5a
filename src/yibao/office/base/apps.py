"""The base as an application of Django."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Accounts, rights, audit, jobs, messages."""

    name = "yibao.office.base"
    label = "base"
    verbose_name = "系统管理"

    def ready(self) -> None:
        """Have the audit log sealed."""
        from yibao.office.base.sealed import declare_audit  # noqa: PLC0415 -- models are ready only now

        declare_audit()
