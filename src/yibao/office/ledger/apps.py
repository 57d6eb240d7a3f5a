"""The ledger as an application of Django."""

from django.apps import AppConfig

from yibao.office.base.seals import declare


class LedgerConfig(AppConfig):
    """Books, entries, periods, personal accounts."""

    name = "yibao.office.ledger"
    label = "ledger"
    verbose_name = "账务"

    def ready(self) -> None:
        """Have the entries sealed."""
        from yibao.office.ledger.sealed import ENTRIES  # noqa: PLC0415 -- models must be loaded

        declare(ENTRIES)
