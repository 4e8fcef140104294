from django.urls import path

from tenure.web.kpis import closed, movements, views
from tenure.web.kpis.export import export, movement_export

app_name = "kpis"
urlpatterns = [
    path("", views.page, name="page"),
    path("definitions/", views.definitions, name="definitions"),
    path("closed/", closed.page, name="closed"),
    path("closed/freeze/", closed.freeze, name="freeze"),
    path("bridge/", views.bridge, name="bridge"),
    path("bridge.json", views.bridge_chart, name="bridge_chart"),
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts.json", views.cohorts_chart, name="cohorts_chart"),
    path("movements/<slug:category>/", movements.movement, name="movement"),
    path("movements/<slug:category>/rows/", movements.movement_rows, name="movement_rows"),
    path("movements/<slug:category>/rows.<slug:kind>", movement_export, name="movement_export"),
    path("part/<slug:part>/<slug:kpi_id>/", views.part, name="part"),
    path("<slug:kpi_id>/", views.kpi, name="kpi"),
    path("<slug:kpi_id>/rows/", views.kpi_rows, name="rows"),
    path("<slug:kpi_id>/past.json", views.past, name="past"),
    path("<slug:kpi_id>/rows.<slug:kind>", export, name="export"),
]
