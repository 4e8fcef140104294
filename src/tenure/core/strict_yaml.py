"""YAML as others send it: without what makes a short text a huge one, and without what is there twice."""

from typing import Any

import yaml


class StrictLoader(yaml.SafeLoader):
    """Without aliases, which can make a short text a huge one, and without a name that is there twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.constructor.ConstructorError(None, None, "aliases are not read; write it out", mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in names:
                    raise yaml.constructor.ConstructorError(None, None, f"{key.value} is there twice", node.start_mark)
                names.add(key.value)
        return super().construct_mapping(node, deep)
