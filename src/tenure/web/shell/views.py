"""What belongs to no slice: where one starts, the "my accounts" switch, and the health check."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tenure.company.models import User
from tenure.company.roles import may, needs, user_of
from tenure.web.leading import own_page


def home(request: HttpRequest) -> HttpResponse:
    """Who works on accounts starts with their day."""
    return redirect("day:page" if may(request.user, "write_own_accounts") else "accounts:list")


@needs("read_accounts")
@require_POST
def my_accounts(request: HttpRequest) -> HttpResponse:
    """Own book or every book, remembered on the person."""
    User.objects.filter(pk=user_of(request).pk).update(own_book="own" in request.POST)
    return redirect(own_page(request.POST.get("next", ""), "accounts:list"))


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For a load balancer: this process answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
