"""The addresses of the ledger that are no register (网址)."""

from django.urls import path

from yibao.office.ledger import views

urlpatterns = [
    path("trial/", views.trial, name="trial"),
    path("chart/", views.chart_of_accounts, name="chart"),
]
