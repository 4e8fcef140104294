"""Our own slide master, made by code: 16:9, theme colours and fonts, layouts with real placeholders.

What stands in a placeholder follows the master when somebody changes it in PowerPoint; nothing is a loose text box.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from xml.sax.saxutils import escape

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.util import Inches

FONT: Final = "Inter"
WIDTH, HEIGHT = 13.333, 7.5  # inches
# By the names of the theme; `dk2` is text that steps back, accents 5 and 6 are good and bad.
COLOURS: Final[Mapping[str, str]] = {
    "dk1": "18212F", "lt1": "FFFFFF", "dk2": "5B6676", "lt2": "F4F6F9", "accent1": "2563EB", "accent2": "0D9488",
    "accent3": "7C3AED", "accent4": "D97706", "accent5": "15703A", "accent6": "B91C1C", "hlink": "1D4FD7",
    "folHlink": "5B6676",
}  # fmt: skip
LINE: Final = "E4E7EC"

# Indexes of placeholders, the same in every layout.
TITLE, SUBTITLE, TOPIC, INTERNAL, CHART, TEXT, TABLE, LOGO, FOOT, NUMBER = 0, 1, 13, 17, 14, 15, 16, 18, 11, 12
FIGURES: Final = (20, 21, 22, 23)
EDGE: Final = 0.6
WIDE: Final = WIDTH - 2 * EDGE

P: Final = "http://schemas.openxmlformats.org/presentationml/2006/main"
A: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SPACES: Final = (
    f'xmlns:a="{A}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:p="{P}"'
)
_EMU: Final = 914400


@dataclass(frozen=True, slots=True)
class Level:
    """How the text of one level looks; `bullet` is its mark."""

    size: float
    colour: str = "tx1"
    bold: bool = False
    bullet: str = ""
    indent: float = 0.0
    before: float = 0.0
    align: str = "l"


@dataclass(frozen=True, slots=True)
class Holder:
    """A placeholder: its type in the file's words, index, box in inches, levels of text, and what it asks for."""

    kind: str
    index: int
    name: str
    box: tuple[float, float, float, float]
    levels: tuple[Level, ...] = ()
    prompt: str = ""
    anchor: str = "t"


_TOPIC: Final = Holder("body", TOPIC, "Topic", (EDGE, 0.38, 9.5, 0.32), (Level(12, "accent1", True),), "Topic")
_INTERNAL: Final = Holder(
    "body",
    INTERNAL,
    "Internal",
    (WIDTH - EDGE - 2, 0.38, 2, 0.32),
    (Level(11, "accent6", True, align="r"),),
    "Internal",
)
_TITLE: Final = Holder("title", TITLE, "Title", (EDGE, 0.68, WIDE, 0.95), (Level(24, bold=True),), "The finding", "t")
_FIGURE: Final = (Level(24, bold=True), Level(11, "tx2"), Level(11, "tx2"))
_FIGURES: Final = tuple(
    Holder("body", index, f"Figure {n + 1}", (EDGE + n * WIDE / 4, 1.72, WIDE / 4 - 0.2, 1.08), _FIGURE, "Figure")
    for n, index in enumerate(FIGURES)
)
BODY: Final = (
    Level(14, before=8), Level(11, "tx2", before=1), Level(14, bullet="•", indent=0.22, before=5),
    Level(13, bullet="–", indent=0.5, before=3), Level(14, bold=True, before=10),
)  # fmt: skip
TOP, LOW = 1.78, 2.98  # where what is below begins, without and with figures
BOTTOM: Final = 6.85
_HEAD: Final = (_TOPIC, _INTERNAL, _TITLE)

LAYOUTS: Final[Mapping[str, tuple[Holder, ...]]] = {
    "Title": (
        Holder("pic", LOGO, "Logo of the customer", (1.0, 0.9, 3.6, 1.3), (Level(11, "tx2"),), "Logo"),
        Holder("ctrTitle", TITLE, "Title", (1.0, 2.7, 10.8, 1.5), (Level(40, bold=True),), "Title", "b"),
        Holder("subTitle", SUBTITLE, "Customer, day", (1.0, 4.35, 10.8, 0.8), (Level(20, "tx2"),), "Customer and day"),
        Holder("body", TEXT, "People", (1.0, 6.0, 10.8, 0.8), (Level(12, "tx2"),), "People", "b"),
    ),
    "Section": (
        Holder("title", TITLE, "Title", (1.0, 2.9, 10.8, 1.1), (Level(32, bold=True),), "Section", "b"),
        Holder("body", SUBTITLE, "Text", (1.0, 4.1, 10.8, 1.2), (Level(16, "tx2"),), "What follows"),
    ),
    "Content": (*_HEAD, *_FIGURES, Holder("body", TEXT, "Text", (EDGE, LOW, WIDE, BOTTOM - LOW), BODY, "Text")),
    "Chart and text": (
        *_HEAD, *_FIGURES,
        Holder("chart", CHART, "Chart", (EDGE, LOW, 7.7, BOTTOM - LOW), (Level(12, "tx2"),), "Chart"),
        Holder("body", TEXT, "Text", (EDGE + 8.0, LOW, WIDE - 8.0, BOTTOM - LOW), BODY, "Text"),
    ),
    "Table": (
        *_HEAD, *_FIGURES,
        Holder("tbl", TABLE, "Table", (EDGE, LOW, WIDE, 2.4), (Level(12, "tx2"),), "Table"),
        Holder("body", TEXT, "Text", (EDGE, LOW + 2.6, WIDE, BOTTOM - LOW - 2.6), BODY, "Text"),
    ),
    "Closing": (
        Holder("title", TITLE, "Title", (1.0, 2.9, 10.8, 1.1), (Level(32, bold=True),), "Thank you", "b"),
        Holder("body", SUBTITLE, "Whom to ask", (1.0, 4.1, 10.8, 1.2), (Level(16, "tx2"),), "Whom to ask"),
    ),
}  # fmt: skip
_STRIPED: Final = frozenset({"Title", "Section", "Closing"})


def presentation() -> Any:
    """An empty presentation with our master."""
    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDTH), Inches(HEIGHT)
    made.element.find(f".//{{{P}}}sldSz").attrib.pop("type", None)  # it says 4:3
    master = made.slide_masters[0]
    _theme(master.part.part_related_by(RT.THEME))
    for layout in list(made.slide_layouts)[len(LAYOUTS) :]:
        made.slide_layouts.remove(layout)
    for layout, (name, holders) in zip(made.slide_layouts, LAYOUTS.items(), strict=True):
        layout.element.cSld.set("name", name)
        # A type from the list of usual ones would promise placeholders that ours does not have.
        layout.element.attrib.pop("type", None)
        _draw(layout.element.cSld.spTree, (*holders, *foot()), name in _STRIPED)
    _draw(master.element.cSld.spTree, (_TITLE, _MASTER_BODY, *foot()), False)
    _text_styles(master.element)
    return made


_MASTER_BODY: Final = Holder("body", SUBTITLE, "Text", (EDGE, LOW, WIDE, BOTTOM - LOW), BODY, "Text")


def foot() -> tuple[Holder, ...]:
    return (
        Holder("ftr", FOOT, "Foot", (EDGE, 7.02, 10.5, 0.28), (Level(9, "tx2"),)),
        Holder("sldNum", NUMBER, "Number", (WIDTH - EDGE - 1, 7.02, 1, 0.28), (Level(9, "tx2", align="r"),)),
    )


def _theme(part: Any) -> None:
    """Colours and fonts by their names in the theme, so that they are changed in one place."""
    theme = parse_xml(part.blob)
    theme.set("name", "Tenure")
    space = {"a": A}
    colours = theme.find(".//a:clrScheme", space)
    colours.getparent().replace(colours, parse_xml(_colours()))
    fonts = theme.find(".//a:fontScheme", space)
    fonts.set("name", "Tenure")
    for latin in fonts.iterfind(".//a:latin", space):
        latin.set("typeface", FONT)
        latin.attrib.pop("panose", None)
    part._blob = serialize_part_xml(theme)


def _colours() -> str:
    slots = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in COLOURS.items())
    return f'<a:clrScheme xmlns:a="{A}" name="Tenure">{slots}</a:clrScheme>'


def _draw(tree: Any, holders: Iterable[Holder], striped: bool) -> None:
    for old in tree.xpath("./p:sp | ./p:pic | ./p:graphicFrame | ./p:cxnSp"):
        tree.remove(old)
    if striped:
        tree.append(parse_xml(_stripe()))
    for number, holder in enumerate(holders, 10):
        tree.append(parse_xml(holder_xml(holder, number)))


def put(holder: Any, top: float) -> None:
    """From here to the bottom."""
    left, width = holder.left, holder.width
    holder.top, holder.height = Inches(top), Inches(BOTTOM - top)
    holder.left, holder.width = left, width


def filled_xml(holder: Holder, number: int, content: str) -> str:
    """A placeholder on a slide: where it is and how it looks comes from the layout."""
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{escape(holder.name)}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph type="{holder.kind}" idx="{holder.index}"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{content}</p:txBody></p:sp>"
    )


def holder_xml(holder: Holder, number: int) -> str:
    """The placeholder itself, of a layout or the master."""
    x, y, width, height = (round(part * _EMU) for part in holder.box)
    kind = f'type="{holder.kind}" ' if holder.kind else ""
    text = number_xml() if holder.kind == "sldNum" else paragraph_xml(holder.prompt)
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="{number}" name="{escape(holder.name)}"/>'
        '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        f'<p:nvPr><p:ph {kind}idx="{holder.index}"/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{holder.anchor}"><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{_levels(holder.levels)}</a:lstStyle>{text}</p:txBody></p:sp>"
    )


def paragraph_xml(text: str) -> str:
    return f'<a:p><a:r><a:rPr lang="en-GB"/><a:t>{escape(text)}</a:t></a:r></a:p>'


def foot_xml(text: str) -> str:
    """What the foot says, with its looks: LibreOffice does not take them from the layout there."""
    looks = '<a:solidFill><a:schemeClr val="tx2"/></a:solidFill><a:latin typeface="+mn-lt"/>'
    return (
        f'<a:p><a:pPr algn="l"/><a:r><a:rPr lang="en-GB" sz="900">{looks}</a:rPr><a:t>{escape(text)}</a:t></a:r></a:p>'
    )


def number_xml() -> str:
    """The number of the slide."""
    return (
        '<a:p><a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/>'
        "<a:t>‹#›</a:t></a:fld></a:p>"
    )


def _levels(levels: Iterable[Level]) -> str:
    return "".join(_level(level, n) for n, level in enumerate(levels, 1))


def _level(level: Level, n: int) -> str:
    left = round(level.indent * _EMU)
    hang = min(left, round(0.22 * _EMU))
    bullet = f'<a:buFont typeface="Arial"/><a:buChar char="{level.bullet}"/>' if level.bullet else "<a:buNone/>"
    return (
        f'<a:lvl{n}pPr marL="{left}" indent="{-hang if level.bullet else 0}" algn="{level.align}">'
        f'<a:spcBef><a:spcPts val="{round(level.before * 100)}"/></a:spcBef>{bullet}'
        f'<a:defRPr sz="{round(level.size * 100)}" b="{int(level.bold)}">'
        f'<a:solidFill><a:schemeClr val="{level.colour}"/></a:solidFill>'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
    )


def _stripe() -> str:
    """The one ornament: a band of the accent along the left edge."""
    return (
        f'<p:sp {_SPACES}><p:nvSpPr><p:cNvPr id="9" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{round(0.28 * _EMU)}" cy="{round(HEIGHT * _EMU)}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        "<a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
    )


def _text_styles(master: Any) -> None:
    """Titles on the left, in the weight of ours."""
    for style in master.iter(f"{{{A}}}lvl1pPr"):
        if style.getparent().tag.endswith("titleStyle"):
            style.set("algn", "l")
