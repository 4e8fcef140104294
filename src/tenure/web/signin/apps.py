from django.apps import AppConfig


class WebSigninConfig(AppConfig):
    name = "tenure.web.signin"
    label = "web_signin"
