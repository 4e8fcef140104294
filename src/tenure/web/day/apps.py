from django.apps import AppConfig


class WebDayConfig(AppConfig):
    name = "tenure.web.day"
    label = "web_day"
