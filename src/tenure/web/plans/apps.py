from django.apps import AppConfig


class WebPlansConfig(AppConfig):
    name = "tenure.web.plans"
    label = "web_plans"
