from django.urls import path

from tenure.web.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.page, name="page"),
    path("<str:job_id>/", views.detail, name="detail"),
    path("<str:job_id>/cancel/", views.cancel, name="cancel"),
    path("<str:job_id>/retry/", views.retry, name="retry"),
]
