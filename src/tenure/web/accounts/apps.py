from django.apps import AppConfig


class WebAccountsConfig(AppConfig):
    name = "tenure.web.accounts"
    label = "web_accounts"
