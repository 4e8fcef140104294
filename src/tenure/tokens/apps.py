from django.apps import AppConfig


class TokensConfig(AppConfig):
    name = "tenure.tokens"
    label = "tokens"
