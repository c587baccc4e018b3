"""The certificate as a PDF: its text, its layout and its size."""

import hashlib
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pypdf import PdfReader

from lms.certificates.draw import HEIGHT, WIDTH, draw
from lms.certificates.facts import Facts
from lms.domain.problem import Text
from lms.platform.pdf.faces import ONE_AT_A_TIME, MissingGlyph, UnusableFont

FACTS = Facts(
    number="WN-2026-000123",
    name="林晓燕",
    employee_no_masked="****0123",
    unit="滨江市人民政府办公室综合科",
    course_title=Text("会务组织", "Meetings"),
    competency=Text("统筹协调", "Coordination"),
    level=2,
    level_name=Text("熟悉", "Familiar"),
    hours="8",
    score="86.50",
    completed_on=date(2026, 11, 20),
    issued_on=date(2026, 11, 23),
    issuer=Text("滨江市人民政府办公室", "Binjiang Government Office"),
    verify_url="http://10.20.30.40:8000/verify/q7Hn3vXzT0uR9cKpLw2YbA",
)
NAMES = [
    "林晓燕",
    "㛃䶮𠮷𬀩喆犇镕",
    "阿卜杜拉·买买提",
    "𠮷",
    "王𬀩",
    "Jean-François O’Neill Nguyễn",
    "<b>林</b>",
    "=1+1",
    "{{7*7}}",
    "&lt;林&gt; \\(a) %s",
]
LONG = replace(
    FACTS,
    name="阿卜杜拉·买买提江·吐尔逊" * 12,
    unit="滨江市高新技术产业开发区管理委员会（行政审批服务局）" * 10,
    course_title=Text("突发事件信息报送与公文办理培训" * 25, "Emergency Information and Documents " * 20),
    competency=Text("统筹协调" * 10, "Coordination" * 10),
    level_name=Text("熟悉" * 20, "Familiar" * 20),
    issuer=Text("滨江市人民政府办公室" * 15, "Office" * 80),
    hours="1" * 60,
    score="9" * 60,
    number="WN-" * 60,
    verify_url="https://lms.example.gov.cn/verify/" + "a" * 300,
)
poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler-utils")


def run(tool: list[str], pdf: bytes, folder: Path, *arguments: str) -> str:
    """What a poppler tool prints about the PDF."""
    path = folder / "certificate.pdf"
    path.write_bytes(pdf)
    return subprocess.run([*tool, str(path), *arguments], capture_output=True, check=True, text=True).stdout


def lines(pdf: bytes) -> list[str]:
    """The lines as pypdf reads them."""
    return PdfReader(BytesIO(pdf), strict=True).pages[0].extract_text().splitlines()


def after(opening: str, text_lines: list[str]) -> str:
    """The line under the opening words: the name."""
    return text_lines[text_lines.index(opening) + 1]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("language", "opening"), [("zh", "This is to certify that"), ("en", "兹证明")])
def test_a_name_is_extracted_by_pypdf_exactly_as_given(name: str, language: str, opening: str) -> None:
    assert after(opening, lines(draw(replace(FACTS, name=name), language))) == name


@poppler
@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_extracted_by_pdftotext_exactly_as_given(name: str, tmp_path: Path) -> None:
    extracted = run(["pdftotext", "-raw"], draw(replace(FACTS, name=name)), tmp_path, "-").splitlines()
    assert after("This is to certify that", extracted) == name


def test_the_chinese_certificate_reads_from_top_to_bottom() -> None:
    expected = [
        "编号 WN-2026-000123",
        "结业证书",
        "CERTIFICATE OF COMPLETION",
        "兹证明",
        "This is to certify that",
        "林晓燕",
        "滨江市人民政府办公室综合科　工号 ****0123",
        "参加“会务组织”培训，修满规定学时，经考核合格，准予结业。",
        "has completed the required class hours of the course “Meetings” and passed its assessment.",
        *("能力 Competency", "统筹协调", "Coordination"),
        *("等级 Level", "二级 · 熟悉", "Level 2 · Familiar"),
        *("学时 Class hours", "8"),
        *("成绩 Score", "86.50"),
        *("完成日期 Completed on", "2026年11月20日", "20 November 2026"),
        "扫码或访问下列网址核验",
        "To verify, scan the code",
        "or open the address below",
        "http://10.20.30.40:8000/verify/q7Hn3vXzT0uR9cKpLw2YbA",
        "签发人（签名）",
        "Authorised signature",
        "滨江市人民政府办公室",
        "Binjiang Government Office",
        "2026年11月23日",
        "（盖章）",
    ]
    assert "".join(lines(draw(FACTS))) == "".join(expected)


def test_without_a_score_no_assessment_is_claimed() -> None:
    extracted = lines(draw(replace(FACTS, score=None), "en"))
    assert after("滨江市人民政府办公室综合科　Staff no. ****0123", extracted) == (
        "has completed all required work and class hours of the course “Meetings”."
    )
    assert [line for line in extracted if "Score" in line or "assessment" in line] == []


def test_the_same_facts_give_the_same_bytes_whatever_was_drawn_before() -> None:
    first = draw(FACTS)
    draw(LONG, "en")
    assert draw(FACTS) == first


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    program = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]); import test_draw;"
        "print(hashlib.sha256(test_draw.draw(test_draw.FACTS)).hexdigest())"
    )
    command = [sys.executable, "-c", program, str(Path(__file__).parent)]
    other = subprocess.run(command, env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True, text=True)
    assert other.stdout.strip() == hashlib.sha256(draw(FACTS)).hexdigest()


def test_a_second_thread_waits_until_the_first_has_drawn() -> None:
    with ThreadPoolExecutor(1) as pool:
        with ONE_AT_A_TIME:
            waiting = pool.submit(draw, FACTS)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.3)
        assert waiting.result() == draw(FACTS)


@pytest.mark.parametrize(
    "character", ["\ue000", "\U000f0000", "\u0378", "\U0002ffff", "\n", "\u200b", "\u202e"]
)
def test_a_character_that_cannot_be_printed_is_refused(character: str) -> None:
    with pytest.raises(MissingGlyph) as refusal:
        draw(replace(FACTS, name=f"林{character}燕"))
    assert refusal.value.characters == (character,)
    assert refusal.value.facts["characters"] == [f"U+{ord(character):04X}"]


def test_all_missing_characters_are_named_at_once() -> None:
    facts = replace(FACTS, name="😀", unit="\ue001", course_title=Text("😀", "\t"))
    with pytest.raises(MissingGlyph) as refusal:
        draw(facts)
    assert refusal.value.characters == ("😀", "\ue001", "\t")
    assert refusal.value.what.zh == "证书上有字无法印出：😀 U+1F600、U+E001、U+0009"


def one_square(path: Path, character: str) -> Path:
    """A TrueType font that only has a square for one character."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for corner in ((100, 800), (900, 800), (900, 0)):
        pen.lineTo(corner)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({ord(character): "square"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (500, 0), "square": (1000, 100)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Square", "styleName": "Regular", "psName": "Square"})
    font.setupOS2()
    font.setupPost()
    font.save(path)
    return path


def test_a_font_of_the_installation_supplies_characters_that_the_own_fonts_lack(tmp_path: Path) -> None:
    name = "林\U0002ebf0\U0002ebf1"
    added = [one_square(tmp_path / f"{code:x}.ttf", chr(code)) for code in (0x2EBF0, 0x2EBF1)]
    pdf = draw(replace(FACTS, name=name), extra_fonts=added)
    assert after("This is to certify that", lines(pdf)) == name
    assert len(re.findall(rb"/FontName /AAAAAA\+Square-", pdf)) == 2


def test_an_added_file_that_is_not_a_font_is_refused_by_name(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\x00\x01\x00\x00 not a font")
    with pytest.raises(UnusableFont, match=r"broken\.ttf"):
        draw(replace(FACTS, name="\U0002ebf0"), extra_fonts=[broken])


def test_an_added_font_is_not_opened_when_the_own_fonts_suffice(tmp_path: Path) -> None:
    assert draw(FACTS, extra_fonts=[tmp_path / "absent.ttf"]) == draw(FACTS)


@poppler
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("facts", [FACTS, LONG, replace(FACTS, name=NAMES[1], unit="")])
def test_all_text_is_inside_the_frame(facts: Facts, language: str, tmp_path: Path) -> None:
    boxes = re.findall(
        r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">',
        run(["pdftotext", "-bbox"], draw(facts, language), tmp_path, "-"),
    )
    left, top, right, bottom = zip(*(map(float, box) for box in boxes), strict=True)
    assert (min(left) > 42, max(right) < WIDTH - 42) == (True, True)
    assert (min(top) > 31, max(bottom) < HEIGHT - 31) == (True, True)


@poppler
def test_every_font_is_embedded_cut_to_what_is_used_and_can_be_read_back(tmp_path: Path) -> None:
    listing = run(["pdffonts"], draw(replace(FACTS, name=NAMES[1])), tmp_path).splitlines()[2:]
    assert [re.split(r"\s+", row)[0].partition("-")[0] for row in listing] == [
        "AAAAAA+WunengSong",
        "AAAAAA+WunengSongBold",
        "AAAAAA+WunengRare20000",
        "AAAAAA+WunengQuotes",
    ]
    assert [re.split(r"\s+", row)[3:6] for row in listing] == [["yes", "yes", "yes"]] * 4


def test_the_page_is_one_a4_sheet_in_landscape_that_links_to_the_verification() -> None:
    reader = PdfReader(BytesIO(draw(FACTS)), strict=True)
    page = reader.pages[0]
    assert len(reader.pages) == 1
    assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (297, 210)
    assert [note.get_object()["/A"]["/URI"] for note in page["/Annots"]] == [FACTS.verify_url]
    assert (reader.metadata.title, reader.metadata.author) == ("结业证书 WN-2026-000123", FACTS.issuer.zh)
    assert reader.metadata.creation_date.date() == FACTS.issued_on
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


@pytest.mark.parametrize("facts", [FACTS, LONG, replace(FACTS, name=NAMES[1])])
def test_a_certificate_is_at_most_150_kb(facts: Facts) -> None:
    assert len(draw(facts)) <= 150_000
