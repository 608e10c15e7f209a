"""The master of the slides: 16:9, the atlas's colours and type, three layouts and nothing left over."""

from __future__ import annotations

from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.util import Inches

from data.words import say
from pages.parts.look import colour

WIDTH, HEIGHT = 13.333, 7.5
MARGIN = 0.55
FOOT = 6.98
"""The slide and its margin in inches; below `FOOT` stand the data stamp, the link and the slide's number."""
TITLE, TEXT, SCENE = 0, 1, 2
"""The layouts by place."""
FONT = "Source Sans 3"
PANOSE = "020B0503030403020204"
"""Tells a computer without the font which of its own comes nearest: a humanist sans serif."""
FOOTER, NUMBER, NOTE = 11, 12, 13
"""The idx of the placeholders that the layouts share."""


def presentation() -> Deck:
    """An empty presentation with the atlas's master and the layouts TITLE, TEXT and SCENE."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDTH), Inches(HEIGHT)
    master = deck.slide_master
    layouts = list(deck.slide_layouts)
    keep = (layouts[0], layouts[1], layouts[5])
    for layout in layouts:
        if layout not in keep:
            deck.slide_layouts.remove(layout)
    _bare(deck)
    theme = master.part.part_related_by(RT.THEME)
    theme._blob = _theme(theme.blob.decode()).encode()
    wide, foot = WIDTH - 2 * MARGIN, (_footer, _number)
    _shapes(master, _shape("title", 2, MARGIN, 0.38, wide, 0.95), _shape("body", 3, MARGIN, 1.5, wide, 5.3), *(f() for f in foot))
    _styles(master)
    for layout, name, shapes in (
        (
            keep[TITLE],
            say("Title"),
            (
                _bar(),
                _shape("ctrTitle", 2, 0.9, 1.5, 11.5, 2.2, 'anchor="b"', "<a:lvl1pPr><a:defRPr sz='4000' b='1'/></a:lvl1pPr>"),
                _shape(
                    "subTitle",
                    3,
                    0.9,
                    4.1,
                    11.5,
                    1.8,
                    "",
                    "<a:lvl1pPr><a:defRPr sz='2000'><a:solidFill><a:schemeClr val='tx2'/></a:solidFill></a:defRPr></a:lvl1pPr>",
                    idx=1,
                ),
            ),
        ),
        (
            keep[SCENE],
            say("Scene"),
            (
                _shape("title", 2, MARGIN, 0.38, wide, 0.95),
                _shape(
                    "body", 3, 9.2, 1.5, 3.58, 5.3, "", "<a:lvl1pPr><a:defRPr sz='1800'/></a:lvl1pPr>", idx=NOTE, name=say("Note")
                ),
            ),
        ),
        (
            keep[TEXT],
            say("Text"),
            (_shape("title", 2, MARGIN, 0.38, wide, 0.95), _shape("body", 3, MARGIN, 1.4, wide, 5.4, idx=1)),
        ),
    ):
        layout.name = name
        _shapes(layout, *shapes, *(f() for f in foot))
    return deck


def _bare(deck: Deck) -> None:
    """Without the template's picture of itself and its printer's settings."""
    for related, kinds in ((deck.part.package._rels, (RT.THUMBNAIL,)), (deck.part.rels, (RT.PRINTER_SETTINGS,))):
        for key in [key for key, relation in related.items() if relation.reltype in kinds]:
            related.pop(key)


def _theme(xml: str) -> str:
    """The template's theme under the atlas's name, colours and fonts."""
    tints = {
        "dk1": "text",
        "lt1": "background",
        "dk2": "muted",
        "lt2": "panel",
        "accent1": "member_bar",
        "accent2": "mine",
        "accent3": "lane",
        "accent4": "passage",
        "accent5": "deposit",
        "accent6": "other_bar",
        "hlink": "plant",
        "folHlink": "plant",
    }
    colours = "".join(f'<a:{slot}><a:srgbClr val="{colour(name, "light")[1:]}"/></a:{slot}>' for slot, name in tints.items())
    face = f'<a:latin typeface="{FONT}" panose="{PANOSE}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fonts = f"<a:majorFont>{face}</a:majorFont><a:minorFont>{face}</a:minorFont>"
    for start, end, name, inside in (
        ("<a:clrScheme", "</a:clrScheme>", "clrScheme", colours),
        ("<a:fontScheme", "</a:fontScheme>", "fontScheme", fonts),
    ):
        before, rest = xml.split(start, 1)
        xml = f'{before}<a:{name} name="Atlas">{inside}</a:{name}>{rest.split(end, 1)[1]}'
    return xml.replace('name="Office Theme"', 'name="Critical Minerals Atlas"', 1)


def _emu(*inches: float) -> tuple[int, ...]:
    return tuple(int(Inches(value)) for value in inches)


def _shape(
    kind: str,
    number: int,
    left: float,
    top: float,
    width: float,
    height: float,
    body: str = "",
    levels: str = "",
    idx: int | None = None,
    text: str = "",
    name: str = "",
) -> str:
    """A placeholder of a master or layout as XML; sizes in inches."""
    x, y, w, h = _emu(left, top, width, height)
    idx_of = f' idx="{idx}"' if idx is not None else ""
    prompt = text or f"<a:r><a:rPr lang='en-GB'/><a:t>{say('Text')}</a:t></a:r>"
    return (
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="{number}" name="{name or kind}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{idx_of}/></p:nvPr></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        f'<p:txBody><a:bodyPr vert="horz" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" {body}><a:normAutofit/></a:bodyPr>'
        f"<a:lstStyle>{levels}</a:lstStyle><a:p>{prompt}</a:p></p:txBody></p:sp>"
    )


_SMALL = (
    "<a:lvl1pPr algn='{align}'><a:defRPr sz='1000'><a:solidFill><a:schemeClr val='tx2'/></a:solidFill></a:defRPr></a:lvl1pPr>"
)


def _footer() -> str:
    levels = _SMALL.format(align="l")
    return _shape(
        "ftr", 20, MARGIN, FOOT, 9.5, 0.3, 'anchor="ctr"', levels, FOOTER, "<a:endParaRPr lang='en-GB'/>", say("Footer")
    )


def _number() -> str:
    field = (
        '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum"><a:rPr lang="en-GB"/><a:t>‹#›</a:t></a:fld>'
        '<a:endParaRPr lang="en-GB"/>'
    )
    levels = _SMALL.format(align="r")
    left = WIDTH - MARGIN - 0.6
    return _shape("sldNum", 21, left, FOOT, 0.6, 0.3, 'anchor="ctr"', levels, NUMBER, field, say("Slide number"))


def _bar() -> str:
    x, y, w, h = _emu(0.9, 3.86, 1.4, 0.05)
    return (
        f'<p:sp {nsdecls("a", "p")}><p:nvSpPr><p:cNvPr id="9" name="{say("Line")}"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:solidFill><a:schemeClr val="accent1"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr>'
        "<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang='en-GB'/></a:p></p:txBody></p:sp>"
    )


def _shapes(holder: Any, *shapes: str) -> None:
    """Put these shapes in place of all that a master or layout has."""
    tree = holder._element.cSld.spTree
    for shape in list(tree.iter_shape_elms()):
        tree.remove(shape)
    for xml in shapes:
        tree.append(parse_xml(xml))


def _styles(master: Any) -> None:
    """Titles in bold 28 pt, text in 18 pt without bullets."""

    def level(number: int, size: int, bold: bool, space: int) -> str:
        return (
            f'<a:lvl{number}pPr marL="0" indent="0" algn="l" defTabSz="914400" rtl="0" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
            f'<a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:spcBef><a:spcPts val="{space}"/></a:spcBef><a:buNone/>'
            f'<a:defRPr sz="{size * 100}" b="{int(bold)}" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
            f'<a:latin typeface="+m{"j" if bold else "n"}-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
            f"</a:lvl{number}pPr>"
        )

    styles = master._element.find(qn("p:txStyles"))
    body = "".join(level(number, size, False, 600) for number, size in ((1, 18), (2, 16), (3, 14)))
    new = parse_xml(
        f"<p:txStyles {nsdecls('a', 'p')}><p:titleStyle>{level(1, 28, True, 0)}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{level(1, 18, False, 0)}</p:otherStyle></p:txStyles>"
    )
    styles.getparent().replace(styles, new)
