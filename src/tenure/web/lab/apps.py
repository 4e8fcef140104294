from django.apps import AppConfig


class WebLabConfig(AppConfig):
    name = "tenure.web.lab"
    label = "web_lab"
