from django.urls import path

from tenure.web.shell import views

urlpatterns = [
    path("my-accounts/", views.my_accounts, name="my-accounts"),
    path("healthz", views.healthz, name="healthz"),
]
