"""The same chart as a file, without a browser: for mail, reports and downloads."""

import json
from typing import Final

from tenure.web.charts.colours import without_variables
from tenure.web.charts.theme import Spec

VEGA_LITE: Final = "6.4"  # what the pages load; pinned, so that a file does not change with the converter


def to_svg(spec: Spec, width: int = 720) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(_fixed(spec, width), vl_version=VEGA_LITE, allowed_base_urls=[]))


def to_png(spec: Spec, width: int = 720, scale: float = 2) -> bytes:
    import vl_convert

    fixed = _fixed(spec, width)
    return bytes(vl_convert.vegalite_to_png(fixed, vl_version=VEGA_LITE, scale=scale, allowed_base_urls=[]))


def _fixed(spec: Spec, width: int) -> Spec:
    """On white, of this width, with real colours: a file has neither a card nor a style sheet."""
    fixed: Spec = json.loads(without_variables(json.dumps(spec)))
    return fixed | {"width": width, "background": "#ffffff"}
