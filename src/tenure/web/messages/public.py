"""What is reached without a sign-in: signed addresses in mails, and the webhooks of the mail provider."""

import base64
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenure.work.messages import seeing

_PIXEL: Final = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
_VIEWS: Final = {"inbound": "InboundWebhookView", "tracking": "TrackingWebhookView"}


@login_not_required
@never_cache
@require_safe
def seen(request: HttpRequest, token: str) -> HttpResponse:
    """The same picture whatever the address says, so that nobody can try addresses out."""
    if request.method == "GET":
        seeing.opened(token)
    return HttpResponse(_PIXEL, content_type="image/gif")


@login_not_required
@never_cache
@require_safe
def to(request: HttpRequest, token: str) -> HttpResponse:
    url = seeing.followed(token)
    if url is None:
        raise Http404
    return HttpResponseRedirect(url, headers={"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"})


@csrf_exempt  # mail programs send the one click of RFC 8058 without a page of ours; it can only stop messages
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks first: programs that look into links must not stop anything."""
    mail = seeing.mail_behind(token)
    if mail is None:
        raise Http404
    done = request.method == "POST"
    if done:
        seeing.no_more(mail)
    return render(request, "messages/stop.html", {"address": mail.to_email, "done": done})


@csrf_exempt
@login_not_required
@require_POST
def hook(request: HttpRequest, provider: str, kind: str) -> HttpResponseBase:
    """Of the provider that sends our mail and no other, and only when a secret is set."""
    known = provider == settings.TENURE_MAIL_KIND and kind in _VIEWS
    if not known or not getattr(settings, "ANYMAIL", {}).get("WEBHOOK_SECRET"):  # only a provider has one
        raise Http404
    view: Any = getattr(import_module(f"anymail.webhooks.{provider}"), _camel(provider) + _VIEWS[kind], None)
    if view is None:
        raise Http404
    answer: HttpResponseBase = view.as_view()(request)
    return answer


def _camel(provider: str) -> str:
    """As django-anymail names its views."""
    special = {"mailersend": "MailerSend", "sendgrid": "SendGrid", "sparkpost": "SparkPost", "amazon_ses": "AmazonSES",
               "unisender_go": "UnisenderGo"}  # fmt: skip
    return special.get(provider, provider.capitalize())
