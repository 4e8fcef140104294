from django.apps import AppConfig
from django.urls import register_converter

from tenure.customers.addresses import AccountIdConverter


class CustomersConfig(AppConfig):
    name = "tenure.customers"
    label = "customers"

    def ready(self) -> None:
        register_converter(AccountIdConverter, "account_id")
