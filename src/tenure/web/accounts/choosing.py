"""The add-a-filter pop-over: which fields may be asked, with which operators, and which values are known."""

from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Count
from django.http import QueryDict

from tenure.core.conditions import OPERATORS, Check, Condition, ConditionError, from_tree
from tenure.customers.fields import FIELDS, AccountField, condition_fields, offered
from tenure.customers.models import AccountTag, Plan, Product
from tenure.customers.occurring import occurring
from tenure.web.accounts.chips import OPERATOR_WORDS, added, groups, sentence_case
from tenure.web.accounts.table import team

MOST = 60
_FREE = frozenset({"name", "id", "domain", "parent", "referred_by"})
_ORDER = tuple(OPERATOR_WORDS)
_GROUPS = (
    ("Who they are", ("name", "segment", "region", "country", "industry", "tier", "motion", "channel", "domain", "id")),
    ("How we work", ("owner", "status", "health", "health_change", "churn_risk", "tag", "last_contact", "nps",
                     "open_tickets", "do_not_ask", "is_test")),
    ("What they pay", ("arr", "mrr", "mrr_change", "plan", "product", "customer_since", "renewal")),
    ("What they use", ("seats", "utilisation", "active_users", "weekly_users", "usage_trend", "features",
                       "last_active")),
    ("Other", ("created", "parent", "referred_by")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    value: str
    label: str
    count: int | None = None


def group_numbers(condition: Condition) -> range:
    """1 for the first group of chips, and so on."""
    return range(1, len(groups(condition)) + 1)


def field_groups(learned: bool) -> list[tuple[str, list[AccountField]]]:
    return [(title, offered(names, learned)) for title, names in _GROUPS]


def operators(field: AccountField) -> list[tuple[str, str]]:
    """Operator and words; "is" already takes several values, so "in" is not offered beside it."""
    allowed = OPERATORS[field.kind] - {"in", "not_in"}
    words = {"is": "is any of", "is_not": "is none of"} if field.name not in _FREE and field.kind in _SEVERAL else {}
    return [(op, words.get(op, OPERATOR_WORDS[op])) for op in _ORDER if op in allowed]


_SEVERAL = frozenset({"text", "many"})


def known_values(field: AccountField, user: Any) -> list[Known]:
    """The values that occur, the most frequent first; nothing for fields whose values are all different."""
    if field.kind not in _SEVERAL or field.name in _FREE:
        return []
    special = {"owner": _owners, "tag": _tags, "plan": _plans, "product": _products}.get(field.name)
    return special() if special else _frequent(field, user)


def _frequent(field: AccountField, user: Any) -> list[Known]:
    return [Known(value, sentence_case(value), count) for value, count in occurring(field.path, user)[:MOST]]


def _owners() -> list[Known]:
    return [Known(user.email, str(user)) for user in team()]


def _tags() -> list[Known]:
    counted = AccountTag.objects.order_by().values_list("tag").annotate(times=Count("pk")).order_by("-times", "tag")
    return [Known(tag, tag, count) for tag, count in counted[:MOST]]


def _plans() -> list[Known]:
    return [Known(plan.pk, str(plan)) for plan in Plan.objects.order_by("rank", "name")[:MOST]]


def _products() -> list[Known]:
    return [Known(product.pk, product.name) for product in Product.objects.order_by("name")[:MOST]]


def with_sent_check(condition: Condition, sent: QueryDict) -> Condition:
    """`condition` and the check that the pop-over's form sent; raises ConditionError with a sentence."""
    check = _sent_check(sent)
    group = sent.get("add_group", "0")
    return added(condition, check, int(group) if group.isdecimal() and len(group) < 4 else None)


def _sent_check(sent: QueryDict) -> Check:
    name, op = sent.get("add_field", ""), sent.get("add_op", "is")
    values: list[str] = [value.strip() for value in sent.getlist("add_value") if value.strip()]
    if op in {"empty", "not_empty"}:
        values = []
    elif not values:
        label = FIELDS[name].label if name in FIELDS else "The filter"
        raise ConditionError(f"{label}: choose or type a value.")
    if len(values) > 1 and op in {"is", "is_not"}:
        tree: dict[str, Any] = {"field": name, "op": {"is": "in", "is_not": "not_in"}[op], "value": values}
    else:
        tree = {"field": name, "op": op} | ({"value": values[0]} if values else {})
    return cast(Check, from_tree(tree, condition_fields()))
