"""The addresses of the exchange that are no register (网址)."""

from __future__ import annotations

from django.urls import path

from yibao.office.exchange.addresses import PREFIXES
from yibao.office.exchange.views import call

urlpatterns: list[object] = []
interface = [path(f"{prefix[1:]}<path:rest>", call) for prefix in PREFIXES]
"""At the root of the site, where providers' software looks for them."""
