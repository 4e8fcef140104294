from django.urls import path

from tenure.web.measures import views

app_name = "measures"
urlpatterns = [
    path("", views.page, name="list"),
    path("figures/", views.figures, name="figures"),
    path("<slug:key>/", views.measure, name="measure"),
    path("<slug:key>/spread/", views.spread, name="spread"),
    path("<slug:key>/history/", views.history, name="history"),
    path("<slug:key>/measure.yaml", views.download, name="download"),
]
