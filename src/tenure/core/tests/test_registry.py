from django.apps import apps

from tenure.core.facts import Kind
from tenure.core.registry import fact_tables

# Columns that ingest turns into something else: an owner, a row of the hierarchy.
TURNED = {("accounts", "owner_email"), ("accounts", "parent_account_id")}


def test_tables_come_after_the_tables_they_refer_to() -> None:
    seen: set[str] = set()
    for table in fact_tables().values():
        assert {c.refers for c in table.columns if c.refers} - {table.name} <= seen
        seen.add(table.name)


def test_every_column_is_an_attribute_of_its_model() -> None:
    for table in fact_tables().values():
        if not table.model:
            continue
        attributes = {field.attname for field in apps.get_model(table.model)._meta.concrete_fields}
        for name in table.names:
            known = table.attribute(name) in attributes or (table.name, name) in TURNED
            assert known, f"{table.name}.{name} has no attribute on {table.model}"


def test_keys_are_columns_and_names_are_unique() -> None:
    for table in fact_tables().values():
        assert set(table.key) <= set(table.names)
        assert len(set(table.names)) == len(table.names)


def test_a_default_is_one_of_the_choices() -> None:
    columns = [column for table in fact_tables().values() for column in table.columns]
    assert all(c.default in c.choices for c in columns if c.choices and c.default is not None)
    assert all(c.default in ("0", "1") for c in columns if c.kind is Kind.FLAG and c.default is not None)
