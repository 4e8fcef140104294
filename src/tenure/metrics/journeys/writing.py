"""A journey as YAML: to be changed, sent and read back, and to see what a version changed."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from typing import Any

import yaml

from tenure.metrics.journeys.journey import Journey


def as_yaml(body: Mapping[str, Any] | Journey) -> str:
    """What is as usual is left out; reading it gives the same journey."""
    journey = body if isinstance(body, Journey) else Journey.model_validate(body)
    kept = journey.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=110)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Lines of YAML that went ("-"), came ("+") or stand around them (""), in their order."""
    lines = unified_diff(as_yaml(before).splitlines(), as_yaml(after).splitlines(), lineterm="", n=1)
    for line in list(lines)[2:]:
        if not line.startswith("@@"):
            yield line[0].strip(), line[1:]
