"""Addresses that stand in mails: short, signed, without a sign-in."""

from django.urls import path

from tenure.web.messages import public

app_name = "mail"
urlpatterns = [
    path("hooks/<slug:provider>/<slug:kind>/", public.hook, name="hook"),
    path("<str:token>/seen.gif", public.seen, name="seen"),
    path("<str:token>/to", public.to, name="to"),
    path("<str:token>/stop", public.stop, name="stop"),
]
