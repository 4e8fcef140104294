"""Saved views: keep, change, share, rename, delete. Only the owner of a view changes it; each change is journaled."""

from typing import Any

from django.db import IntegrityError, transaction

from tenure.company.roles import require
from tenure.core.conditions import Condition
from tenure.customers.models import Segment
from tenure.customers.verbs import EditError
from tenure.journal.write import record


def save_view(
    actor: Any, name: str, *, condition: Condition, search: str, columns: tuple[str, ...], sort: str,
    shared: bool = False,
) -> Segment:  # fmt: skip
    require(actor, "save_own_views")
    if shared:
        require(actor, "share_views")
    view = Segment(owner=actor, name=_clean(name), shared=shared, condition=condition.tree(), search=search,
                   columns=list(columns), sort=sort)  # fmt: skip
    _save(view)
    record("segment.saved", view, actor=actor, after={"name": view.name, "where": condition.text(), "shared": shared})
    return view


def change_view(
    actor: Any, view: Segment, *, condition: Condition, search: str, columns: tuple[str, ...], sort: str
) -> None:
    """`view` comes from `access.own_segment_or_404`, as in the verbs below."""
    before = {"condition": view.condition, "search": view.search, "sort": view.sort}
    view.condition, view.search, view.columns, view.sort = condition.tree(), search, list(columns), sort
    _save(view)
    after = {"condition": view.condition, "search": search, "sort": sort}
    record("segment.changed", view, actor=actor, before=before, after=after)


def rename_view(actor: Any, view: Segment, name: str) -> None:
    before, view.name = view.name, _clean(name)
    _save(view)
    record("segment.renamed", view, actor=actor, before={"name": before}, after={"name": view.name})


def share_view(actor: Any, view: Segment, shared: bool) -> None:
    require(actor, "share_views")
    before, view.shared = view.shared, shared
    _save(view)
    record("segment.shared", view, actor=actor, before={"shared": before}, after={"shared": shared})


def delete_view(actor: Any, view: Segment) -> None:
    with transaction.atomic():
        record("segment.deleted", view, actor=actor, before={"name": view.name, "condition": view.condition})
        view.delete()


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise EditError("Give the view a name of 1 to 80 characters.")
    return name


def _save(view: Segment) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise EditError(f"You already have a view named “{view.name}”. Choose another name.") from None
