from django.apps import AppConfig


class WebDisagreementsConfig(AppConfig):
    name = "tenure.web.disagreements"
    label = "web_disagreements"
