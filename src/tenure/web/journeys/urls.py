from django.urls import path

from tenure.web.journeys import changing, panels, views

app_name = "journeys"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("counts/", panels.counts, name="counts"),
    path("<slug:journey>/", views.page, name="page"),
    path("<slug:journey>/panels/stages/", panels.stages, name="stages"),
    path("<slug:journey>/panels/flow/", panels.flow, name="flow"),
    path("<slug:journey>/panels/stalls/", panels.stalls, name="stalls"),
    path("<slug:journey>/panels/cohorts/", panels.cohorts, name="cohorts"),
    path("<slug:journey>/accounts/", views.accounts, name="accounts"),
    path("<slug:journey>/accounts/rows/", panels.rows, name="rows"),
    path("<slug:journey>/yaml/", views.download, name="download"),
    path("<slug:journey>/edit/", changing.edit, name="edit"),
    path("<slug:journey>/preview/", changing.preview, name="preview"),
    path("<slug:journey>/save/", changing.save, name="save"),
]
