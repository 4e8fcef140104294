import re
from pathlib import Path

from pydantic.fields import FieldInfo

from tenure.config.environment import Environment

PAGE = Path(__file__).resolve().parents[4] / "docs" / "configuration.md"


def row(name: str, field: FieldInfo) -> tuple[str, str, str]:
    variable = str(field.validation_alias or f"TENURE_{name.upper()}")
    default = "" if field.default == "" else f"`{field.default}`"
    return f"`{variable}`", default, str(field.description)


def test_the_configuration_page_lists_every_setting_as_it_is() -> None:
    rows = re.findall(r"^\| (`.*?`) \|(.*?)\| (.*?) \|$", PAGE.read_text(), re.MULTILINE)
    shown = [(variable, default.strip(), meaning) for variable, default, meaning in rows]
    assert shown == [row(name, field) for name, field in Environment.model_fields.items()]
