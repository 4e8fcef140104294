"""Parents of accounts: they must be known, and may not run in a circle on any day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tenure.core.facts import FactTable
from tenure.customers.models import Account, AccountParent
from tenure.ingest.checks import CHECKED, add_problems
from tenure.ingest.files import ROW
from tenure.ingest.quoting import text
from tenure.ingest.staging import Staging

_EVER, _OPEN = date(1, 1, 1), date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Edge:
    """`child` belongs to `parent` on the days [start, end)."""

    child: str
    parent: str
    start: date = _EVER
    end: date = _OPEN


class Tree:
    """Edges that were accepted, by child."""

    def __init__(self) -> None:
        self._up: dict[str, list[Edge]] = {}

    def add(self, edge: Edge) -> None:
        self._up.setdefault(edge.child, []).append(edge)

    def closes_circle(self, edge: Edge) -> bool:
        """Whether on some day of the edge its child is found above its parent."""
        open_paths = [(edge.parent, edge.start, edge.end)]
        while open_paths:
            node, start, end = open_paths.pop()
            if node == edge.child:
                return True
            for up in self._up.get(node, ()):
                first, last = max(start, up.start), min(end, up.end)
                if first < last:
                    open_paths.append((up.parent, first, last))
        return False


def check_parents(staging: Staging, table: FactTable, present: list[str]) -> None:
    if "parent_account_id" not in present:
        return
    if table.name == "accounts":
        _check_known(staging)
    staging.fill("circles", ["row", "sentence"], _circles(staging, table, present))
    refused = add_problems(staging, "circle", "parent_account_id", "SELECT row::BIGINT, sentence FROM circles")
    if refused and table.name == "accounts":
        _check_known(staging)


def _check_known(staging: Staging) -> None:
    """A parent may come later in the same file, unless that row is refused itself."""
    wanted = f"SELECT DISTINCT parent_account_id FROM {CHECKED} WHERE parent_account_id IS NOT NULL"
    parents = [row[0] for batch in staging.batches(wanted) for row in batch]
    staging.fill("known_parents", ["id"], _stored(parents))
    if staging.has("promised_accounts"):
        staging.run("INSERT INTO known_parents SELECT id FROM promised_accounts")
    sentence = "'parent_account_id: Account ' || c.parent_account_id || " + text(
        " is not known; import it first, or add it."
    )
    unknown = (
        f"SELECT c.{ROW}, {sentence} FROM {CHECKED} c WHERE len(c.problems) = 0 AND c.parent_account_id IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM known_parents k WHERE k.id = c.parent_account_id) "
        f"AND NOT EXISTS (SELECT 1 FROM {CHECKED} p WHERE p.id = c.parent_account_id AND len(p.problems) = 0)"
    )
    while add_problems(staging, "unknown_account", "parent_account_id", unknown):
        pass


def _stored(ids: list[str]) -> Iterator[tuple[str]]:
    for start in range(0, len(ids), 500):
        yield from Account.objects.filter(pk__in=ids[start : start + 500]).values_list("pk")


def _circles(staging: Staging, table: FactTable, present: list[str]) -> Iterator[tuple[str, str]]:
    start = "valid_from" if "valid_from" in present else "NULL"
    end = "valid_to_excl" if "valid_to_excl" in present else "NULL"
    select = (
        f"SELECT {ROW}, id, account_id, parent_account_id, {start}, {end} FROM {CHECKED} "
        f"WHERE len(problems) = 0 AND parent_account_id IS NOT NULL ORDER BY {ROW}"
    )
    rows = [row for batch in staging.batches(select) for row in batch]
    if not rows:
        return
    tree = _standing(table, {row[1] for row in rows})
    for row, _, child, parent, first, last in rows:
        edge = Edge(child, parent, first or _EVER, last or _OPEN)
        if tree.closes_circle(edge):
            yield str(row), f"parent_account_id: {parent} belongs to {child} itself. Correct one of the two parents."
        else:
            tree.add(edge)


def _standing(table: FactTable, replaced: set[str]) -> Tree:
    """Stored edges that the file does not replace: by id, or the undated one of an account that names its parent."""
    tree = Tree()
    edges = AccountParent.objects.values_list("pk", "account_id", "parent_account_id", "valid_from", "valid_to_excl")
    for key, child, parent, start, end in edges.iterator(chunk_size=20_000):
        gone = key in replaced if table.name == "account_hierarchy" else child in replaced and not (start or end)
        if not gone:
            tree.add(Edge(child, parent, start or _EVER, end or _OPEN))
    return tree
