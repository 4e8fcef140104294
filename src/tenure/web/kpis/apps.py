from django.apps import AppConfig


class WebKpisConfig(AppConfig):
    name = "tenure.web.kpis"
    label = "web_kpis"
