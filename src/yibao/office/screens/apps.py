"""The application (应用)."""

from django.apps import AppConfig


class ScreensConfig(AppConfig):
    """Screens: templates, static files, template tags; no models."""

    name = "yibao.office.screens"
    label = "screens"
