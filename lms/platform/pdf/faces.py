"""Chooses and loads the font of every character that is printed, so that none is ever left out silently."""

import hashlib
import lzma
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFNameBytes, TTFont

from lms.domain.problem import Refused, Text

rl_config.useA85 = 0  # a fourth more bytes and most of the time, for printers of another century
FOLDER = Path(__file__).with_name("fonts")
# One font object serves one document at a time, says ReportLab: it seeks and reads while it cuts a subset.
ONE_AT_A_TIME = Lock()
PER_BLOCK = 100  # the most entries one bfchar block may hold, PDF 32000-1, 9.10.3


@dataclass(frozen=True, slots=True)
class Source:
    """A font file and the code points it is asked for; those of others do not open it."""

    path: Path
    first: int = 0
    last: int = 0x10FFFF


RARE = (
    Source(FOLDER / "rare-20000-23fff.ttf.xz", 0x20000, 0x23FFF),
    Source(FOLDER / "rare-24000-27fff.ttf.xz", 0x24000, 0x27FFF),
    Source(FOLDER / "rare-28000-2b81f.ttf.xz", 0x28000, 0x2B81F),
    Source(FOLDER / "rare-2b820-2ebef.ttf.xz", 0x2B820, 0x2EBEF),
    Source(FOLDER / "rare-f900-2fa1f.ttf.xz", 0xF900, 0x2FA1F),
    Source(FOLDER / "kai.ttf.xz", 0x100),
)
REGULAR = (Source(FOLDER / "song.ttf.xz"), *RARE)
LATIN = (Source(FOLDER / "quotes.ttf.xz", 0x2018, 0x2026), *REGULAR)
BOLD = (Source(FOLDER / "song-bold.ttf.xz"), *REGULAR)
IDEOGRAPH = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


class MissingGlyph(Refused):
    """No font can draw some characters; `characters` names them, each once, in order of appearance."""

    def __init__(self, characters: Sequence[str]) -> None:
        self.characters = tuple(dict.fromkeys(characters))
        codes = [f"U+{ord(character):04X}" for character in self.characters]
        shown = [
            code if unicodedata.category(character)[0] == "C" else f"{character} {code}"
            for character, code in zip(self.characters, codes, strict=True)
        ]
        super().__init__(
            "certificate.missing_glyph",
            Text("证书上有字无法印出：" + "、".join(shown), "No font can print: " + ", ".join(shown)),
            Text(
                "请核对姓名、单位等内容有无错字、控制符或自造字；确系生僻字的，请系统管理员把含有该字的"
                " TrueType 字体加入附加字体后重新生成",
                "Check the name and unit for typing errors, control or private-use characters; if they are right,"
                " have the administrator add a TrueType font that holds the characters, and issue again",
            ),
            status=422,
            characters=codes,
        )


class UnusableFont(Refused):
    """A font file the installation added cannot be read or embedded."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            "certificate.unusable_font",
            Text(
                f"附加字体 {path.name} 不能使用：{reason}",
                f"The added font {path.name} cannot be used: {reason}",
            ),
            Text(
                "请换成含 TrueType 轮廓的 .ttf 字体，或删除该文件",
                "Replace it with a .ttf font that has TrueType outlines, or remove it",
            ),
            status=500,
        )


class ExtractableFont(TTFont):  # type: ignore[misc]  # ReportLab has no types
    """A TrueType font whose text can be copied and searched also above U+FFFF.

    ReportLab writes its ToUnicode map as `%04X`, which makes five digits of 𠮷 (U+20BB7) and so
    another character for every reader; the standard wants UTF-16BE, there a surrogate pair.
    """

    def addObjects(self, doc: Any) -> None:
        subsets = [list(subset) for subset in self.state[doc].subsets]
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[fonts[name].ToUnicode.name].content = to_unicode(subset)


def to_unicode(subset: Sequence[int]) -> str:
    """The ToUnicode CMap of a one-byte font whose code n stands for the character subset[n]."""
    entries = [
        f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
        for code, point in enumerate(subset)
        if point
    ]
    blocks = [entries[at : at + PER_BLOCK] for at in range(0, len(entries), PER_BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


@cache
def load(path: Path) -> ExtractableFont:
    """The font of a .ttf or .ttf.xz file, parsed once per process and known to ReportLab by its digest."""
    try:
        raw = path.read_bytes()
        raw = lzma.decompress(raw) if path.suffix == ".xz" else raw
        digest = hashlib.sha256(raw).hexdigest()[:8]
        font = ExtractableFont(f"{path.name}-{digest}", BytesIO(raw), asciiReadable=False, shapable=False)
    except Exception as fault:  # a damaged table makes ReportLab's parser raise anything
        raise UnusableFont(path, str(fault)) from fault
    # Embedded objects are named after the face: two files of one name would be taken for one another.
    font.face.name = TTFNameBytes(font.face.name + b"-" + digest.encode("ascii"))
    pdfmetrics.registerFont(font)
    return font


def single_glyph(character: str) -> bool:
    """Whether one glyph at its place says the character: nothing private, invisible, joining or right-to-left."""
    category = unicodedata.category(character)
    if category == "Cn":  # Python's Unicode tables may be older than the ideographs of a name
        return 0x20000 <= ord(character) <= 0x3FFFD and ord(character) & 0xFFFE != 0xFFFE
    if category[0] in "CM" or category in ("Zl", "Zp") or "\u1800" <= character <= "\u18af":
        return False
    return unicodedata.bidirectional(character) not in ("R", "AL")


class Faces:
    """Fonts in order of preference; each character is set in the first that has it."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        self._found: dict[str, tuple[str, float] | None] = {}

    def glyph(self, character: str) -> tuple[str, float] | None:
        """ReportLab's name of the font and the advance in em, or None if no font has the character."""
        if character not in self._found:
            self._found[character] = self._find(character) if single_glyph(character) else None
        return self._found[character]

    def _find(self, character: str) -> tuple[str, float] | None:
        code = ord(character)
        for source in self._sources:
            if source.first <= code <= source.last:
                font = load(source.path)
                if code in font.face.charToGlyph:
                    return font.fontName, font.face.getCharWidth(code) / 1000
        return None

    def require(self, texts: Iterable[str]) -> None:
        """Raises MissingGlyph with every character of the texts that no font has."""
        missing = [character for text in texts for character in text if self.glyph(character) is None]
        if missing:
            raise MissingGlyph(missing)

    def width(self, text: str, size: float, tracking: float = 0) -> float:
        """Points from the first edge to the last; tracking is in em, between characters only."""
        advances = sum(self._of(character)[1] for character in text)
        return (advances + tracking * max(0, len(text) - 1)) * size

    def runs(self, text: str) -> list[tuple[str, str]]:
        """The text cut where the font changes: (font name, piece)."""
        pieces: list[tuple[str, str]] = []
        for character in text:
            name = self._of(character)[0]
            if pieces and pieces[-1][0] == name:
                pieces[-1] = (name, pieces[-1][1] + character)
            else:
                pieces.append((name, character))
        return pieces

    def _of(self, character: str) -> tuple[str, float]:
        found = self.glyph(character)
        if found is None:
            raise MissingGlyph([character])
        return found


@cache
def faces(sources: tuple[Source, ...], extra: tuple[Path, ...] = ()) -> Faces:
    """The product's fonts, then the installation's own in the order given."""
    return Faces((*sources, *(Source(path) for path in extra)))


def faces_for(text: str, extra: tuple[Path, ...] = ()) -> Faces:
    """Quotes are as wide as a 汉字 beside one, and proportional in text that has none."""
    return faces(REGULAR if IDEOGRAPH.search(text) else LATIN, extra)
