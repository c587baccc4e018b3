"""The visible text of one paragraph of a Word document."""

from dataclasses import dataclass, field

from lms.formats.markup.html_text import superscript
from lms.formats.word.xml import Element, child, is_on, local_name, value

_TRANSPARENT = {
    "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "r", "rubyBase", "ruby",
    "AlternateContent", "Choice", "dir", "bdo",
}  # fmt: skip
_BLANKS = " \t\u3000\xa0"
_PICTURES = {"drawing", "pict", "object"}
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFE): "☑", ("wingdings", 0xA8): "□",
    ("wingdings 2", 0x50): "√", ("wingdings 2", 0x4F): "×", ("wingdings 2", 0x52): "☑", ("symbol", 0xD6): "√",
    ("symbol", 0xB4): "×", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤",
}  # fmt: skip


@dataclass(slots=True)
class ParagraphContent:
    """The text in parts, the numbers of pictures and formulas in it, and its text boxes."""

    parts: list[str] = field(default_factory=list)
    pictures: int = 0
    formulas: int = 0
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of the text; soft line breaks are line ends."""
        return "".join(self.parts)


def read_paragraph(paragraph: Element) -> ParagraphContent:
    """Return what is visible of a paragraph: no deleted or hidden text; underlined blanks as gaps."""
    content = ParagraphContent()
    for part in paragraph:
        _add(content, part)
    return content


def _add(content: ParagraphContent, part: Element) -> None:
    tag = local_name(part)
    if tag == "r":
        _add_run(content, part)
    elif tag in ("oMath", "oMathPara"):
        content.formulas += 1
        content.parts.append(
            "".join(str(inner.text or "") for inner in part.iter() if local_name(inner) == "t")
        )
    elif tag in _TRANSPARENT:
        for inner in part:
            _add(content, inner)


def _add_run(content: ParagraphContent, run: Element) -> None:
    properties = child(run, "rPr")
    if properties is not None and is_on(child(properties, "vanish")):
        return
    text = ""
    for part in run:
        tag = local_name(part)
        if tag == "t":
            text += str(part.text or "").replace("\n", " ")
        elif tag in _CHARACTERS:
            text += _CHARACTERS[tag]
        elif tag == "sym":
            text += _symbol(part)
        elif tag in _PICTURES or tag == "AlternateContent":
            _add_picture(content, part)
        elif tag in ("ruby", "oMath"):
            _add(content, part)
    content.parts.append(_styled(text, properties))


def _styled(text: str, properties: Element | None) -> str:
    if properties is None or not text:
        return text
    if is_on(child(properties, "u")) and len(text) >= 2:
        answer = text.strip(_BLANKS)
        if not answer:
            return "____"
        if text[0] in _BLANKS and text[-1] in _BLANKS:
            return f"____{answer}____"  # the answer is written in its gap
    position = value(child(properties, "vertAlign"))
    if position in ("superscript", "subscript"):
        return superscript(text, low=position == "subscript")
    return text


def _symbol(part: Element) -> str:
    try:
        code = int(value(part, "char"), 16) & 0xFF
    except ValueError:
        return ""
    return _SYMBOLS.get((value(part, "font").lower(), code), "")


def _add_picture(content: ParagraphContent, part: Element) -> None:
    boxes = [inner for inner in part.iter() if local_name(inner) == "txbxContent"]
    if boxes:
        content.boxes.append(boxes[0])
    elif any(
        local_name(inner) in ("blip", "imagedata", "chart", "OLEObject", "relIds") for inner in part.iter()
    ):
        content.pictures += 1
