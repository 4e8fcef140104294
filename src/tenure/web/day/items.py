"""One thing that waits, as the page shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.urls import reverse

from tenure.customers.models import AccountState
from tenure.health.models import Risk
from tenure.health.verbs import may_work_on
from tenure.health.words import LEAST_MOVE
from tenure.library.models import Document, Kind
from tenure.planning.models import Review
from tenure.web import days, measures
from tenure.web import format as words
from tenure.web.day.look import Look
from tenure.work.access import may_change_task
from tenure.work.messages.listing import line_of
from tenure.work.models import Message, Task

ICONS: Final = {
    "risk": ("alert-triangle", "bad", "Risk"), "task": ("checkbox", "", "Task"),
    "review": ("presentation-analytics", "info", "Review"), "message": ("mail", "info", "Message"),
    "change": ("heartbeat", "warn", "Health"), "renewal": ("calendar-dollar", "info", "Renewal"),
    "draft": ("flask", "info", "Draft"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """What can be done with one key; `ask` names the form that asks for more first."""

    verb: str
    label: str
    key: str
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    kind: str
    key: str
    title: str
    sub: str
    url: str
    due: str
    due_tone: str = ""
    account_id: str = ""
    account: str = ""
    value_minor: int | None = None
    tag: tuple[str, str] | None = None  # tone and word
    rose: bool | None = None  # of a change: whether that is good
    seen: str = ""  # what the person saw, for a verb that refuses when it is something else by now
    acts: tuple[Act, ...] = ()

    @property
    def id(self) -> str:
        """For the page: keys are any text."""
        return f"{self.kind}-{sha256(self.key.encode()).hexdigest()[:12]}"

    @property
    def icon(self) -> tuple[str, str, str]:
        return ICONS[self.kind]


_SNOOZE: Final = Act("later", "Snooze", "s", "snooze")
_NOT_A_RISK: Final = Act("false-alarm", "Not a risk", "x", "false-alarm")
_TAKE: Final = Act("take", "Take", "e")
_CLOSE: Final = Act("close", "Close", "e", "close")
_WAKE: Final = Act("wake", "Wake", "s")
_DONE: Final = Act("done", "Done", "e")
_SEEN: Final = Act("done", "Seen", "e")


def item(kind: str, row: Any, look: Look) -> Item:
    return _MAKE[kind](row, look)


def of_risk(risk: Risk, look: Look) -> Item:
    today = look.desk.today
    asleep = bool(risk.snoozed_until and risk.snoozed_until > today)
    text, tone = days.due(risk.due_on, today)
    if not risk.taken_at and risk.due_on >= today:
        text, tone = f"Opened {words.day(risk.opened_on)[:6]}", ""
    return Item(
        "risk", str(risk.pk), risk.title, _risk_sub(risk, asleep), reverse("risks:detail", args=[risk.pk]),
        f"Until {words.day(risk.snoozed_until)[:6]}" if asleep else text, "" if asleep else tone,
        risk.account_id, risk.account.name, risk.value_minor, seen=risk.held, acts=_risk_acts(risk, asleep, look),
    )  # fmt: skip


def _risk_sub(risk: Risk, asleep: bool) -> str:
    if asleep:
        return f"Snoozed: {risk.snooze_reason}"
    return risk.plan.split("\n")[0] if risk.taken_at and risk.plan else risk.cause


def _risk_acts(risk: Risk, asleep: bool, look: Look) -> tuple[Act, ...]:
    if not risk.is_open or not may_work_on(look.desk.user, risk):
        return ()
    if asleep:
        return (_CLOSE, _WAKE)
    mine = risk.owner_id == look.desk.user.pk and risk.taken_at
    return (_CLOSE if mine else _TAKE, _SNOOZE, _NOT_A_RISK)


def of_task(task: Task, look: Look) -> Item:
    text, tone = days.due(task.due_on, look.desk.today)
    state: Any = getattr(task.account, "state", None)
    came = "From a risk" if task.origin_kind == "risk" else ""
    priority = {Task.Priority.HIGH: ("warn", "High")}.get(Task.Priority(task.priority))
    note = task.note.split("\n")[0][:200]
    by = "" if task.created_by_id in {task.owner_id, None} else f"Asked by {task.created_by}"
    acts = (_DONE, _SNOOZE) if task.is_open and may_change_task(look.desk.user, task) else ()
    return Item(
        "task", str(task.pk), task.title, " · ".join(filter(None, (note, came, by))),
        reverse("tasks:detail", args=[task.pk]), text, tone, task.account_id or "",
        task.account.name if task.account else "", state.arr_minor if state else None, priority, acts=acts,
    )  # fmt: skip


def of_review(review: Review, look: Look) -> Item:
    today = look.desk.today
    due = review.due_on or today
    text, tone = days.due(due, today)
    state: Any = getattr(review.account, "state", None)
    acts = ((_SNOOZE,) if due <= today else (_SEEN, _SNOOZE)) if look.desk.own and look.tab == "today" else ()
    return Item(
        "review", review.pk, review.title or review.get_kind_display(), _why_reviewed(review, today),
        reverse("reviews:detail", args=[review.pk]), text, tone,
        review.account_id, review.account.name, state.arr_minor if state else None,
        None if review.is_prepared else ("warn", "Not prepared"), acts=acts,
    )  # fmt: skip


def _why_reviewed(review: Review, today: date) -> str:
    """What is to be done with it."""
    if review.due_on and review.due_on < today:
        return "Write down that it was held, or move it"
    if not review.is_prepared:
        return "Prepare it: nothing stands in it yet"
    facts = f"prepared from facts as of {words.day(review.as_of)}" if review.as_of else "prepared"
    return f"Look through it: {facts}"


def of_change(state: AccountState, look: Look) -> Item:
    after, moved = state.health or 0, state.health_change or 0
    (tone, word), (_, was) = measures.tone(after), measures.tone(after - moved)
    places = 0 if abs(moved) >= LEAST_MOVE else 1  # a small move into another band is seen in its tenths
    before, now, by = (words.number(one / 100, places, plus=plus)
                       for one, plus in ((after - moved, False), (after, False), (moved, True)))  # fmt: skip
    return Item(
        "change", state.pk, f"Health {before} → {now}", "", reverse("account:page", args=[state.pk]), by, "",
        state.pk, state.account.name, state.arr_minor, (tone, word if word == was else f"{word}, was {was}"),
        rose=moved > 0, acts=(_SEEN, _SNOOZE) if look.desk.own else (),
    )  # fmt: skip


def of_renewal(state: AccountState, look: Look) -> Item:
    day, today = state.renewal_on or look.desk.today, look.desk.today
    left = (day - today).days
    when = "Term ends today" if not left else f"Term ends in {left} {'day' if left == 1 else 'days'}"
    contact = _contact(state.last_touch_on, today)
    health = "No score" if state.health is None else f"Health {measures.score(state.health)}"
    near = look.desk.own and look.tab == "today"
    return Item(
        "renewal", state.pk, when, f"{health} · {contact}", reverse("account:contracts", args=[state.pk]),
        words.day(day), "warn" if left <= 14 else "", state.pk, state.account.name, state.arr_minor,
        acts=(_SEEN, _SNOOZE) if near else (),
    )  # fmt: skip


def _contact(last: date | None, today: date) -> str:
    if last is None:
        return "no contact known"
    ago = (today - last).days
    return "in contact today" if ago <= 0 else f"last contact {ago} {'day' if ago == 1 else 'days'} ago"


def of_draft(draft: Document, look: Look) -> Item:
    edited = words.day(draft.edited_at)
    return Item(
        "draft", str(draft.pk), f"{Kind(draft.kind).label} “{draft.title}”: a draft to publish",
        f"Version {draft.version}, edited {edited}" + (f" by {draft.author}" if draft.author else ""),
        _review(draft), edited[:6], acts=(_SNOOZE,),
    )  # fmt: skip


def of_message(message: Message, look: Look) -> Item:
    waits = message.state == Message.State.WAITING
    trouble = f"Sent back: {message.remark}" if message.state == Message.State.DRAFT else "Needs attention: not sent"
    state: Any = getattr(message.account, "state", None)
    by = f"Waits for approval, from {message.author or 'nobody'}" if waits else trouble
    line = line_of(message, look.company)
    return Item(
        "message", str(message.pk), line, by[:200], reverse("messages:detail", args=[message.pk]),
        words.day(message.changed_at)[:6], "" if waits else "warn", message.account_id, message.account.name,
        state.arr_minor if state else None,
    )  # fmt: skip


def _review(draft: Document) -> str:
    """Where a draft is looked at and published."""
    if draft.kind == Kind.SCORECARD:
        return reverse("lab:card", args=[draft.key])
    return reverse("risks:signals" if draft.kind == Kind.SIGNAL else "lab:overview")


_MAKE: Final[Mapping[str, Callable[[Any, Look], Item]]] = {
    "risk": of_risk, "task": of_task, "change": of_change, "renewal": of_renewal, "draft": of_draft,
    "message": of_message, "review": of_review,
}  # fmt: skip
