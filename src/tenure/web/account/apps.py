from django.apps import AppConfig


class WebAccountConfig(AppConfig):
    name = "tenure.web.account"
    label = "web_account"
