from django.db import models

from tenure.core.model import EditableFact, Fact, TextKey


class Contact(EditableFact):
    """A person at an account whom we talk to."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    title = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=60, blank=True, default="", help_text="executive_sponsor, champion, admin ...")
    user_id = models.CharField(max_length=190, blank=True, default="", help_text="Their user in the product, if any")
    created_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or self.email or self.id


class ProductUser(Fact):
    """A named user of the product; `user_id` of usage events is this key."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey("customers.Account", on_delete=models.CASCADE, related_name="users")
    name = models.CharField(max_length=200, blank=True, default="")
    email = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField(null=True, blank=True)
    deactivated_on = models.DateField(null=True, blank=True)
    is_internal = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name or self.id


class Milestone(Fact):
    """An account (or one of its users) reached something: first_value, activation, or an offering's threshold."""

    id = TextKey(primary_key=True)
    account = models.ForeignKey(
        "customers.Account", on_delete=models.CASCADE, related_name="milestones", db_index=False
    )  # milestone_of_account begins with it
    user_id = models.CharField(max_length=190, blank=True, default="")
    milestone = models.CharField(max_length=80, db_index=True)
    reached_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "milestone", "reached_at"], name="milestone_of_account")]

    def __str__(self) -> str:
        return f"{self.milestone} by {self.account_id}"
