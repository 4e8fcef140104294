from django.apps import AppConfig


class CompanyConfig(AppConfig):
    name = "tenure.company"
    label = "company"
