from django.urls import path

from tenure.web.lab import views

app_name = "lab"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<slug:key>/", views.card, name="card"),
    path("<slug:key>/proof/", views.proof, name="proof"),
    path("<slug:key>/save/", views.save, name="save"),
    path("<slug:key>/publish/", views.publish, name="publish"),
    path("<slug:key>/discard/", views.discard, name="discard"),
]
