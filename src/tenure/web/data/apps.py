from django.apps import AppConfig


class WebDataConfig(AppConfig):
    name = "tenure.web.data"
    label = "web_data"
