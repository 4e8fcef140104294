"""What a contact sees, for us to look at: read only, and no visit."""

from django.urls import path

from tenure.web.portal.here import preview
from tenure.web.portal.pages import PAGES

app_name = "customer-view"
urlpatterns = [path(f"<account_id:contact_id>/{route}", preview(view), name=name) for route, view, name in PAGES]
