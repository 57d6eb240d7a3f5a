"""The addresses of seals, below ``/base/seals/`` (封存网址)."""

from django.urls import path

from yibao.office.base.seals import views

urlpatterns = [
    path("", views.page, name="seals"),
    path("verify/", views.begin_verification, name="seals-verify"),
    path("<slug:table>/<int:key>.proof.json", views.proof_file, name="seals-proof"),
]
