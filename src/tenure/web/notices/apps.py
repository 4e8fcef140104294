from django.apps import AppConfig


class WebNoticesConfig(AppConfig):
    name = "tenure.web.notices"
    label = "web_notices"
