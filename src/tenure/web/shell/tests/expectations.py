"""Who may do what at which address: one line an address, deny by default. A new page adds its line here.

A line says which roles may read (GET) and which may send (POST); nobody may do what is not said. `made` is False where
the test does not make what the address shows: then a 404, and a 503 for "not computed yet", are right as well.
"""

from dataclasses import dataclass
from typing import Final

TEAM: Final = frozenset({"administrator", "lead", "csm", "viewer"})
EVERYONE: Final = TEAM | {"customer"}
WRITERS: Final = frozenset({"administrator", "lead", "csm"})
LEADS: Final = frozenset({"administrator", "lead"})
ADMINISTRATORS: Final = frozenset({"administrator"})
NOBODY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class May:
    read: frozenset[str] = NOBODY
    send: frozenset[str] = NOBODY
    public: bool = False
    made: bool = True


_SHELL = {
    "home": May(read=EVERYONE, send=EVERYONE),
    "healthz": May(read=EVERYONE, public=True),
    "my-accounts": May(send=TEAM),
    "me": May(read=EVERYONE),
    "token-make": May(send=TEAM),
    "calendar-make": May(send=TEAM),
    "calendar-revoke": May(send=TEAM),
    "calendar": May(read=EVERYONE, public=True, made=False),  # who has the secret
    "token-revoke": May(send=TEAM, made=False),  # only one's own, or as administrator
    "settings": May(read=ADMINISTRATORS, send=ADMINISTRATORS),
    "person-invite": May(send=ADMINISTRATORS),
    "person-role": May(send=ADMINISTRATORS),
    "person-active": May(send=ADMINISTRATORS),
    "person-link": May(send=ADMINISTRATORS),
}
_ACCOUNTS = {
    "accounts:list": May(read=TEAM),
    "begin": May(read=WRITERS),
    "accounts:rows": May(read=TEAM),
    "accounts:filter": May(read=TEAM),
    "accounts:counts": May(read=TEAM),
    "accounts:columns": May(send=TEAM),
    "accounts:export": May(read=TEAM, send=TEAM),
    "accounts:file": May(read=TEAM, made=False),  # only who asked for it
    "accounts:work": May(read=TEAM),
    "accounts:work-away": May(send=TEAM),
    "accounts:bulk": May(send=TEAM),  # each verb refuses what the person may not change
    "accounts:undo": May(send=TEAM),  # only of what the same person did
    "accounts:view-new": May(send=TEAM),
    "accounts:view-save": May(send=TEAM),
    "accounts:view-rename": May(send=TEAM),
    "accounts:view-share": May(send=WRITERS),
    "accounts:view-delete": May(send=TEAM),
}
_ACCOUNT = {
    **{f"account:{name}": May(read=TEAM) for name in (
        "page", "timeline", "usage", "people", "contracts", "stream", "facts", "attributes", "health", "pulse",
        "sentiment", "churn", "risks", "journey",
        "revenue", "usage-panel",
        "features", "users")},
    **{f"account:{name}": May(read=TEAM, made=False) for name in (
        "health-chart", "churn-chart", "mrr-chart", "usage-chart", "features-chart")},
    "account:write": May(send=WRITERS),
    "account:wishes": May(read=TEAM),
    "account:more": May(read=WRITERS),
    "account:field": May(read=WRITERS, send=WRITERS),
    "account:tags": May(read=TEAM, send=WRITERS),
    "account:label": May(read=TEAM, made=False),
    "account:correct": May(send=WRITERS, made=False),
    "account:give-pulse": May(send=WRITERS),
    "account:withdraw-pulse": May(send=WRITERS),
    "account:restore": May(send=WRITERS, made=False),
    "account:note": May(read=TEAM, send=TEAM, made=False),  # only its author writes
    "account:delete-note": May(send=WRITERS, made=False),
    "account:contact-new": May(read=WRITERS, send=WRITERS),
    "account:contact": May(read=WRITERS, send=WRITERS, made=False),
}  # fmt: skip
_KPIS = {
    **{f"kpis:{name}": May(read=TEAM, made=False) for name in (
        "page", "definitions", "bridge", "bridge_chart", "cohorts", "cohorts_chart", "movement", "movement_rows",
        "movement_export", "part", "kpi", "rows", "past", "export", "closed")},
    "kpis:freeze": May(send=LEADS, made=False),
}  # fmt: skip
_DATA = {
    "data:page": May(read=TEAM),
    "data:imports": May(read=TEAM),
    "data:import": May(read=TEAM, made=False),
    "data:upload": May(send=LEADS),
    "data:review": May(read=LEADS, made=False),
    "data:check": May(read=LEADS, made=False),
    "data:columns": May(read=LEADS, send=LEADS, made=False),
    "data:start": May(send=LEADS, made=False),
    "data:progress": May(read=TEAM, made=False),
    "data:quarantine": May(read=TEAM),
    "data:retry-all": May(send=LEADS),
    "data:row": May(read=TEAM, made=False),
    "data:retry": May(send=LEADS, made=False),
    "data:discard": May(send=LEADS, made=False),
}
_JOBS = {
    "jobs:page": May(read=TEAM),
    "jobs:detail": May(read=TEAM, made=False),
    "jobs:cancel": May(send=LEADS, made=False),
    "jobs:retry": May(send=LEADS, made=False),
}
_RISKS = {
    "risks:page": May(read=TEAM),
    "risks:board": May(read=TEAM),
    "risks:signals": May(read=TEAM),
    "risks:signal-new": May(read=LEADS, send=LEADS),
    "risks:signal": May(read=TEAM),
    "risks:signal-dry-run": May(read=TEAM, send=TEAM),
    **{f"risks:signal-{name}": May(send=LEADS) for name in ("save", "publish", "discard", "retire")},
    "risks:raise": May(read=WRITERS, send=WRITERS),
    "risks:detail": May(read=TEAM, made=False),
    "risks:act": May(send=TEAM, made=False),  # each verb asks whether the person may work on it
}
_DAY = {
    "day:page": May(read=WRITERS),
    "day:section": May(read=WRITERS, made=False),
    "day:causes": May(read=WRITERS),
    "day:counts": May(read=WRITERS),
    "day:book": May(read=WRITERS),
    "day:peek": May(read=WRITERS, made=False),
    "day:act": May(send=WRITERS, made=False),  # each verb asks whether the person may
    "day:undo": May(send=WRITERS, made=False),  # only of what the same person did
    "day:note": May(read=WRITERS, send=WRITERS, made=False),  # in one's own book
}
_TASKS = {
    "tasks:page": May(read=TEAM),
    "tasks:new": May(read=WRITERS, send=WRITERS),
    "tasks:accounts": May(read=TEAM),
    "tasks:contacts": May(read=WRITERS),
    "tasks:board": May(read=TEAM),
    "tasks:move": May(send=TEAM, made=False),  # each verb asks whether the person may
    "tasks:many": May(send=WRITERS, made=False),
    "tasks:many-undo": May(send=WRITERS, made=False),  # only of what the same person did
    "tasks:item-add": May(send=TEAM, made=False),
    "tasks:item": May(send=TEAM, made=False),
    "tasks:of-account": May(read=TEAM),
    "tasks:of-risk": May(read=TEAM, made=False),
    "tasks:detail": May(read=TEAM, send=TEAM, made=False),  # who may change it writes
    "tasks:act": May(send=TEAM, made=False),
}
_NOTICES = {
    **{f"notices:{name}": May(read=TEAM) for name in ("page", "bell", "people")},
    "notices:open": May(read=TEAM, made=False),  # one's own
    "notices:mark": May(send=TEAM, made=False),
    "notices:read-all": May(send=TEAM),
    "notices:mail": May(send=TEAM),
    "notices:remind": May(read=TEAM, send=TEAM),
    "notices:drop": May(send=TEAM, made=False),
}
_LAB = {
    "lab:overview": May(read=TEAM),
    "lab:new": May(read=LEADS, send=LEADS),
    "lab:from-yaml": May(read=LEADS, send=LEADS),
    "lab:distribution": May(read=TEAM),
    "lab:card": May(read=TEAM),
    "lab:known": May(read=TEAM),
    **{f"lab:{name}": May(read=TEAM, send=TEAM) for name in ("proof", "ahead", "today", "dry-run")},
    "lab:moves": May(read=TEAM),
    "lab:missed": May(read=TEAM),
    "lab:suggested": May(read=TEAM),
    "lab:suggested-fit": May(read=TEAM),
    "lab:suggested-draft": May(send=LEADS),
    "lab:churn": May(read=TEAM),
    "lab:churn-training": May(read=TEAM, made=False),
    "lab:churn-work": May(read=TEAM),
    "lab:churn-train": May(send=LEADS),
    "lab:save": May(send=LEADS),
    "lab:publish": May(send=LEADS),
    "lab:discard": May(send=LEADS),
    "lab:retire": May(send=LEADS),
    "lab:version": May(read=TEAM),
    "lab:yaml": May(read=TEAM),
    "lab:again": May(send=LEADS),
}
_MEASURES = {
    **{f"measures:{name}": May(read=TEAM) for name in (
        "list", "figures", "measure", "spread", "history", "download")},
    **{f"measures:{name}": May(read=LEADS, send=LEADS) for name in ("new", "edit")},
    **{f"measures:{name}": May(send=LEADS) for name in (
        "fields", "preview")},
}  # fmt: skip
_JOURNEYS = {
    **{f"journeys:{name}": May(read=TEAM) for name in (
        "overview", "counts", "page", "stages", "flow", "stalls", "cohorts", "accounts", "rows", "download")},
    "journeys:edit": May(read=LEADS),
    **{f"journeys:{name}": May(send=LEADS) for name in (
        "preview", "save")},
}  # fmt: skip
_PLANS = {
    **{f"plans:{name}": May(read=TEAM) for name in ("page", "figures", "proposals", "whitespace", "value", "past",
                                                    "value-account", "of-account")},
    **{f"plans:{name}": May(read=TEAM, made=False) for name in ("plan", "objective", "line", "proposal")},
    "plans:new": May(read=WRITERS, send=WRITERS),
    "plans:propose": May(read=WRITERS, send=WRITERS),
    "plans:account": May(read=TEAM, send=WRITERS),
    **{f"plans:{name}": May(read=WRITERS, send=WRITERS, made=False) for name in ("add", "edit")},
    **{f"plans:{name}": May(send=WRITERS, made=False) for name in ("act", "act-objective", "decide")},
    "plans:place": May(send=WRITERS),
    "plans:cadences": May(send=LEADS),
}  # fmt: skip
_LIBRARY = {
    **{f"library:{name}": May(read=TEAM) for name in ("page", "export", "document", "compare", "download", "dry-run")},
    **{f"library:{name}": May(read=LEADS, send=LEADS) for name in ("import", "edit")},
    **{f"library:{name}": May(send=LEADS) for name in ("fields", "check", "adopt-all")},
    "library:new": May(send=LEADS, made=False),
    "library:act": May(send=LEADS, made=False),
}  # fmt: skip
_ONBOARDING = {
    **{f"onboarding:{name}": May(read=TEAM) for name in ("portfolio", "cohorts", "ages", "of-account")},
    "onboarding:start": May(read=WRITERS, send=WRITERS),
    "onboarding:rule": May(send=LEADS),
    **{f"onboarding:{name}": May(read=TEAM, made=False) for name in ("page", "gantt", "access")},
    **{f"onboarding:{name}": May(send=TEAM, made=False) for name in (
        "act", "move", "remind", "undo", "step-act")},  # each verb asks whether the person may change the plan
    **{f"onboarding:{name}": May(read=TEAM, send=TEAM, made=False) for name in (
        "step-new", "step", "step-stuck", "step-message", "step-meeting")},
}  # fmt: skip
_DISAGREEMENTS = {
    "disagreements:page": May(read=TEAM),
    "disagreements:record": May(read=TEAM),
    "disagreements:act": May(send=WRITERS, made=False),
}
_MESSAGES = {
    "messages:page": May(read=TEAM),
    "messages:settings": May(read=ADMINISTRATORS, send=ADMINISTRATORS),
    "messages:write": May(read=WRITERS, send=WRITERS),
    "messages:preview": May(send=WRITERS),
    "messages:incoming": May(read=WRITERS),
    "messages:assign": May(send=WRITERS, made=False),
    **{f"messages:{name}": May(read=TEAM, made=False) for name in (
        "template", "mail", "look", "detail")},
    "messages:template-preview": May(send=TEAM, made=False),
    "messages:template-save": May(send=LEADS, made=False),
    "messages:decide": May(send=TEAM, made=False),  # each verb asks whether the person may write to the account
    "messages:act": May(send=TEAM, made=False),
    "messages:edit": May(read=WRITERS, send=WRITERS, made=False),
    "mail:seen": May(read=EVERYONE, public=True),
    "mail:to": May(read=EVERYONE, public=True, made=False),
    "mail:stop": May(read=EVERYONE, send=EVERYONE, public=True, made=False),
    "mail:hook": May(send=EVERYONE, public=True, made=False),
}  # fmt: skip
_MEETINGS = {
    "meetings:page": May(read=TEAM),
    "meetings:of-account": May(read=TEAM),
    "meetings:plan": May(read=WRITERS, send=WRITERS),
    "meetings:detail": May(read=TEAM, made=False),
    "meetings:file": May(read=TEAM, made=False),
    "meetings:edit": May(read=WRITERS, send=WRITERS, made=False),
    "meetings:cancel": May(send=TEAM, made=False),  # each verb asks whether the person may write to the account
    "meetings:hold": May(send=TEAM, made=False),
}
_REVIEWS = {
    **{f"reviews:{name}": May(read=TEAM) for name in ("page", "calendar", "of-account")},
    "reviews:cadences": May(read=TEAM, send=LEADS),
    "reviews:new": May(read=WRITERS, send=WRITERS),
    "reviews:logo": May(read=TEAM, send=WRITERS, made=False),
    **{f"reviews:{name}": May(read=TEAM, made=False) for name in ("detail", "read", "waiting", "slides", "paper")},
    "reviews:hold": May(read=WRITERS, send=WRITERS, made=False),
    **{f"reviews:{name}": May(send=WRITERS, made=False) for name in (
        "minutes", "step", "people", "found", "feedback", "meeting", "block-new", "block-act", "act")},
    "reviews:block": May(read=TEAM, send=WRITERS, made=False),
}  # fmt: skip
_PORTAL = {  # who has no link is sent to the door, whatever the method; who gets further is tested in web/portal
    **{f"portal:{name}": May(read=EVERYONE, send=EVERYONE, public=True) for name in (
        "link", "code", "open", "leave", "home", "task", "guides", "guide", "meeting", "people", "act", "feedback",
        "invite", "goals", "goals-send", "goals-draft", "proposal", "proposal-act", "objective", "objective-act",
        "review", "review-paper", "review-feedback")},
    **{f"customer-view:{name}": May(read=TEAM, made=False) for name in (
        "home", "task", "guides", "guide", "meeting", "people", "goals", "proposal", "objective", "review",
        "review-paper")},
    **{f"customer-pages:{name}": May(read=TEAM) for name in ("guides", "of-account", "card", "view", "visits")},
    "customer-pages:settings": May(read=ADMINISTRATORS, send=ADMINISTRATORS),
    "customer-pages:guide-new": May(read=LEADS, send=LEADS),
    "customer-pages:guide": May(read=TEAM, send=TEAM, made=False),  # who may keep it writes
    "customer-pages:guide-act": May(send=TEAM, made=False),
    "customer-pages:act": May(send=TEAM, made=False),
    "customer-pages:code": May(send=WRITERS),
}  # fmt: skip
_OWN_SIGN_IN = (
    "account_logout", "account_reauthenticate", "account_email", "account_change_password", "account_set_password",
    "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
)  # fmt: skip
_SIGN_IN = (
    "account_login", "account_inactive", "account_signup", "account_email_verification_sent", "account_confirm_email",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_confirm_login_code", "mfa_authenticate",
)  # fmt: skip
EXPECTED: Final[dict[str, May]] = {
    **_SHELL,
    **_ACCOUNTS,
    **_ACCOUNT,
    **_KPIS,
    **_DATA,
    **_JOBS,
    **_RISKS,
    **_DAY,
    **_ONBOARDING,
    **_TASKS,
    **_NOTICES,
    **_LAB,
    **_MESSAGES,
    **_MEETINGS,
    **_REVIEWS,
    **_PORTAL,
    **_MEASURES,
    **_JOURNEYS,
    **_PLANS,
    **_LIBRARY,
    **_DISAGREEMENTS,
    **{name: May(read=EVERYONE, send=EVERYONE, made=False) for name in _OWN_SIGN_IN},
    **{name: May(read=EVERYONE, send=EVERYONE, public=True, made=False) for name in _SIGN_IN},
}
