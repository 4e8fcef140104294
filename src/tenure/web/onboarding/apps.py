from django.apps import AppConfig


class WebOnboardingConfig(AppConfig):
    name = "tenure.web.onboarding"
    label = "web_onboarding"
