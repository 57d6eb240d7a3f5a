"""The Django application of the people's office."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people's office (参保管理)."""

    name = "yibao.office.people"
    label = "people"
    verbose_name = "参保管理"
