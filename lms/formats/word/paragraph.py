"""The words of one paragraph of Word, as they are seen."""

from dataclasses import dataclass, field

from lms.formats.markup.html_text import superscript
from lms.formats.word.xml import Element, child, is_on, name, value

_INSIDE = {
    "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "r", "rubyBase", "ruby",
    "AlternateContent", "Choice", "dir", "bdo",
}  # fmt: skip
_BLANKS = " \t\u3000\xa0"
_PICTURES = {"drawing", "pict", "object"}
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SYMBOLS = {
    ("wingdings", 0xFC): "√", ("wingdings", 0xFB): "×", ("wingdings", 0xFE): "☑", ("wingdings", 0xA8): "□",
    ("wingdings 2", 0x50): "√", ("wingdings 2", 0x4F): "×", ("wingdings 2", 0x52): "☑", ("symbol", 0xD6): "√",
    ("symbol", 0xB4): "×", ("symbol", 0xB3): "≥", ("symbol", 0xA3): "≤",
}  # fmt: skip


@dataclass(slots=True)
class Words:
    """The text in its parts; `pictures` and `formulas` in it; text boxes apart."""

    parts: list[str] = field(default_factory=list)
    pictures: int = 0
    formulas: int = 0
    boxes: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of it; soft line breaks are line ends."""
        return "".join(self.parts)


def words_of(paragraph: Element) -> Words:
    """What a reader sees of a paragraph: no deleted or hidden text, blanks that are underlined as gaps."""
    words = Words()
    for part in paragraph:
        _add(words, part)
    return words


def _add(words: Words, part: Element) -> None:
    tag = name(part)
    if tag == "r":
        _add_run(words, part)
    elif tag in ("oMath", "oMathPara"):
        words.formulas += 1
        words.parts.append("".join(str(inner.text or "") for inner in part.iter() if name(inner) == "t"))
    elif tag in _INSIDE:
        for inner in part:
            _add(words, inner)


def _add_run(words: Words, run: Element) -> None:
    properties = child(run, "rPr")
    if properties is not None and is_on(child(properties, "vanish")):
        return
    text = ""
    for part in run:
        tag = name(part)
        if tag == "t":
            text += str(part.text or "").replace("\n", " ")
        elif tag in _SIGNS:
            text += _SIGNS[tag]
        elif tag == "sym":
            text += _symbol(part)
        elif tag in _PICTURES or tag == "AlternateContent":
            _add_picture(words, part)
        elif tag in ("ruby", "oMath"):
            _add(words, part)
    words.parts.append(_styled(text, properties))


def _styled(text: str, properties: Element | None) -> str:
    if properties is None or not text:
        return text
    if is_on(child(properties, "u")) and len(text) >= 2:
        words = text.strip(_BLANKS)
        if not words:
            return "____"
        if text[0] in _BLANKS and text[-1] in _BLANKS:
            return f"____{words}____"  # the answer stands in its gap
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


def _add_picture(words: Words, part: Element) -> None:
    boxes = [inner for inner in part.iter() if name(inner) == "txbxContent"]
    if boxes:
        words.boxes.append(boxes[0])
    elif any(name(inner) in ("blip", "imagedata", "chart", "OLEObject", "relIds") for inner in part.iter()):
        words.pictures += 1
