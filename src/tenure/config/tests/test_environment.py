import pytest

from tenure.config.environment import read_environment


def test_nothing_needs_to_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PORT", "DATABASE_URL", "TENURE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    environment = read_environment()
    assert (environment.port, environment.debug, environment.currency) == (8000, False, "USD")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("TENURE_TIME_ZONE", "Mars/Olympus", "is not a time zone; use an IANA name"),
        ("TENURE_CURRENCY", "EURO", "at most 3 characters"),
        ("PORT", "99999", "less than or equal to 65535"),
        ("TENURE_ENGINE_MEMORY", "lots", "pattern"),
        ("TENURE_DEBUG", "perhaps", "boolean"),
    ],
)
def test_a_wrong_setting_is_named_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as left:
        read_environment()
    assert f"{name}={value}: " in str(left.value)
    assert sentence in str(left.value)
