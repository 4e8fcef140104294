from django.urls import path

from tenure.web.measures import editing, views

app_name = "measures"
urlpatterns = [
    # With a hyphen, which the id of a measure has not.
    path("", views.page, name="list"),
    path("all-figures/", views.figures, name="figures"),
    path("new-measure/", editing.new, name="new"),
    path("form-fields/", editing.fields, name="fields"),
    path("live-preview/", editing.preview, name="preview"),
    path("<slug:key>/", views.measure, name="measure"),
    path("<slug:key>/spread/", views.spread, name="spread"),
    path("<slug:key>/history/", views.history, name="history"),
    path("<slug:key>/measure.yaml", views.download, name="download"),
    path("<slug:key>/edit/", editing.edit, name="edit"),
]
