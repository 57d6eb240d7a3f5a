"""The addresses of monitoring, below ``/base/monitoring/`` (监测网址)."""

from django.urls import path

from yibao.office.base.monitoring import views

urlpatterns = [
    path("", views.page, name="monitoring"),
    path("lines/", views.line_data, name="monitoring-lines"),
    path("alarms/<int:number>/", views.acknowledge_alarm, name="monitoring-acknowledge"),
    path("thresholds/<int:number>/", views.change_threshold, name="monitoring-threshold"),
]
