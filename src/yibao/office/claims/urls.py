"""The addresses of the claims' office that are no register (网址)."""

from django.urls import path

from yibao.office.claims.views.bill_lines import lines_page
from yibao.office.claims.views.sheets import sheet_page

urlpatterns = [
    path("settlement/<str:number>/sheet/", sheet_page, name="sheet"),
    path("settlement/<str:number>/lines/", lines_page, name="lines"),
]
