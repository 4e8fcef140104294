from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    name = "tenure.onboarding"
    label = "onboarding"
