from pathlib import Path

import yaml

from tenure.ingest.manual import rewritten
from tenure.ingest.mapping import parse

PAGE = Path(__file__).resolve().parents[4] / "docs" / "importing.md"


def test_the_importing_page_lists_tables_and_keys_as_they_are_declared() -> None:
    page = PAGE.read_text()
    assert rewritten(page) == page


def test_the_example_of_a_mapping_can_be_used() -> None:
    example = PAGE.read_text().split("```yaml\n")[1].split("```")[0]
    assert [table.table for table in parse(yaml.safe_load(example), "example").tables] == ["accounts", "subscriptions"]
