"""The words of a certificate in both languages; draw.py places them on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lms.domain.problem import Text

TITLE = Text("结业证书", "Certificate of Completion")
OPENING = Text("兹证明", "This is to certify that")
NUMBER = Text("编号", "No.")
STAFF_NUMBER = Text("工号", "Staff no.")
COMPETENCY = Text("能力", "Competency")
LEVEL = Text("等级", "Level")
HOURS = Text("学时", "Class hours")
SCORE = Text("成绩", "Score")
COMPLETED = Text("完成日期", "Completed on")
VERIFY = Text("扫码或访问下列网址核验", "To verify, scan the code or open the address below")
OPENS_NOWHERE = Text(
    "此网址只在服务器上打得开，扫码不能核验", "Only the server can open this address: the code cannot be used"
)
SIGNATURE = Text("签发人（签名）", "Authorised signature")
SEAL = Text("（盖章）", "(seal)")

NUMERALS = "零一二三四五六七八九十"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is certified, as it was when the certificate was issued; every string is printed literally.

    `hours` and `score` are decimal text; without a score the certificate does not mention an assessment.
    `employee_no_masked` is printed as given: the caller masks it.
    """

    number: str
    name: str
    employee_no_masked: str | None = None
    unit: str
    course_title: Text
    competency: Text
    level: int
    level_name: Text
    hours: str
    score: str | None
    completed_on: date
    issued_on: date
    issuer: Text
    verify_url: str
    opens_elsewhere: bool = True
    """Whether other computers can open `verify_url`."""

    def beside_code(self) -> Text:
        """Return what is said beside the code."""
        return VERIFY if self.opens_elsewhere else OPENS_NOWHERE

    def statement(self) -> Text:
        """Return the sentence that follows the name; it says that an assessment was passed only if there is a score."""
        course = self.course_title
        if self.score is None:
            return Text(
                f"参加“{course.zh}”培训，完成全部学习任务，修满规定学时，准予结业。",
                f"has completed all required work and class hours of the course “{course.in_('en')}”.",
            )
        return Text(
            f"参加“{course.zh}”培训，修满规定学时，经考核合格，准予结业。",
            f"has completed the required class hours of the course “{course.in_('en')}” and passed its assessment.",
        )

    def belonging(self, language: str) -> str:
        """Return the unit, and the staff number if it is to be shown, in one line; may be empty."""
        number = self.employee_no_masked
        shown = f"{STAFF_NUMBER.in_(language)} {number}" if number else ""
        return "　".join(part for part in (self.unit.strip(), shown) if part)

    def columns(self) -> list[tuple[Text, Text]]:
        """Return label and value of each column, in the order of reading."""
        score = [] if self.score is None else [(SCORE, Text(self.score, self.score))]
        return [
            (COMPETENCY, self.competency),
            (LEVEL, level_words(self.level, self.level_name)),
            (HOURS, Text(self.hours, self.hours)),
            *score,
            (COMPLETED, day_words(self.completed_on)),
        ]

    def strings(self) -> Iterator[str]:
        """Yield every string of the facts that is printed, to be checked for characters no font has."""
        yield from (self.number, self.name, self.unit, self.employee_no_masked or "", self.hours)
        yield from (self.score or "", self.verify_url)
        for text in (self.course_title, self.competency, self.level_name, self.issuer):
            yield from (text.zh, text.en)


def level_words(level: int, name: Text) -> Text:
    """Return 二级 · 熟悉 and Level 2 · Familiar; the level alone if it has no name."""
    numeral = NUMERALS[level] if 0 <= level < len(NUMERALS) else str(level)
    zh = f"{numeral}级" + (f" · {name.zh}" if name.zh else "")
    return Text(zh, f"Level {level}" + (f" · {name.en}" if name.en else ""))


def day_words(day: date) -> Text:
    """Return 2026年11月23日 and 23 November 2026."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")
