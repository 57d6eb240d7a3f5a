"""The Django application of the claims' office."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Visits, lines, settlements, accumulators."""

    name = "yibao.office.claims"
    label = "claims"
    verbose_name = "待遇结算"
