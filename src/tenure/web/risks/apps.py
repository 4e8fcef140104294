from django.apps import AppConfig


class WebRisksConfig(AppConfig):
    name = "tenure.web.risks"
    label = "web_risks"
