"""The Django application of the overview."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """Sums of the region by county, month and age."""

    name = "yibao.office.overview"
    label = "overview"
    verbose_name = "概览"
