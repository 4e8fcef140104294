from django.db import models


class AccountLogo(models.Model):
    """A customer's logo, as a PNG that we wrote ourselves (see `tenure.customers.logos`)."""

    account = models.OneToOneField("customers.Account", on_delete=models.CASCADE, primary_key=True, related_name="logo")
    png = models.BinaryField()
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Logo of {self.account_id}"
