from django.urls import path

from tenure.web.disagreements import views

app_name = "disagreements"
urlpatterns = [
    path("", views.page, name="page"),
    path("record/", views.record, name="record"),
    path("<account_id:account_id>/<slug:verb>/", views.act, name="act"),
]
