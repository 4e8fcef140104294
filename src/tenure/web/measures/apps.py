from django.apps import AppConfig


class WebMeasuresConfig(AppConfig):
    name = "tenure.web.measures"
    label = "web_measures"
