"""What an invigilator prints for an exam hall: papers, the sign-in sheet, the notice for the wall."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from lms.candidates.eligibility import EXPECTED, MAKEUP
from lms.candidates.models import Candidacy
from lms.domain.access import Actor, Permission
from lms.domain.beijing import format_beijing_time
from lms.domain.exam.assembly import assemble
from lms.domain.problem import Text
from lms.exams.published import Published, exam_with_sources, get_exam
from lms.invigilation import messages
from lms.invigilation.watch import watched_sitting
from lms.people.models import Person, Unit
from lms.people.scope import in_units
from lms.platform import audit
from lms.platform.pdf.paper import Paper
from lms.sittings.find import Position, SittingView, load_paper
from lms.sittings.printing.exam_paper import Sheet
from lms.sittings.serve import show_paper

COLUMNS = (
    Text("序号", "#"), Text("工号", "Number"), Text("姓名", "Name"), Text("单位", "Unit"), Text("座位", "Seat"),
    Text("签到时间", "In"), Text("交卷时间", "Out"), Text("签名", "Signature"),
)  # fmt: skip
BLANK_ROWS = 20
"""Of a sign-in sheet for an exam without a list."""


def paper_of_sitting(session: Session, actor: Actor, sitting_id: int, language: str, now: datetime) -> Sheet:
    """Return the paper of one sitting of the actor's units, as its candidate has it on the screen."""
    sitting: SittingView = watched_sitting(session, actor, sitting_id)
    person = session.get_one(Person, sitting.person_id)
    seat = session.scalar(
        select(Candidacy.seat).where(
            Candidacy.exam_id == sitting.exam_id, Candidacy.person_id == sitting.person_id
        )
    )
    audit.record(session, "delivery.print_paper", f"sitting:{sitting.id}", actor.id, now)
    items = show_paper(session, sitting.plan, sitting.paper, sitting.seed, language)
    label = f"{sitting.exam_slug} · {sitting.exam_number} · {sitting.id}"
    return Sheet(sitting.plan, label, items, person.login, person.name, seat or "")


def paper_of_seed(
    session: Session, actor: Actor, exam_id: int, seed: int, language: str, now: datetime
) -> Sheet:
    """Return the paper that this seed draws: always the same, until the exam changes."""
    exam, sources = exam_with_sources(session, exam_id)
    drawn = assemble(sources, seed, shuffle=exam.plan.shuffle_items)
    places = [Position(n, item.section, item.version, item.points) for n, item in enumerate(drawn, 1)]
    audit.record(session, "delivery.print_paper", f"exam:{exam_id}", actor.id, now, seed=str(seed))
    items = show_paper(session, exam.plan, places, seed, language)
    return Sheet(exam.plan, f"{exam.slug} · {exam.number} · {seed}", items)


def papers_of_group(
    session: Session, actor: Actor, exam_id: int, group: str, language: str, now: datetime
) -> list[Sheet]:
    """Return the papers drawn in advance for the candidates of a group within the actor's units."""
    exam = get_exam(session, exam_id)
    rows = session.execute(
        select(Candidacy, Person.login, Person.name)
        .join(Person, Person.id == Candidacy.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(*_candidate_filters(actor, exam_id, group), Candidacy.exam_version_id == exam.version_id)
        .order_by(func.length(Candidacy.seat), Candidacy.seat, Person.login)
    ).all()
    sheets = [
        Sheet(
            exam.plan,
            f"{exam.slug} · {exam.number} · {listed.seed}",
            show_paper(session, exam.plan, load_paper(listed.paper), listed.seed, language),
            login,
            name,
            listed.seat,
        )
        for listed, login, name in rows
        if listed.paper is not None and listed.seed is not None
    ]
    if not sheets:
        raise messages.no_papers_drawn()
    facts = {"group": group, "papers": len(sheets)}
    audit.record(session, "delivery.print_paper", f"exam:{exam_id}", actor.id, now, "ok", **facts)
    return sheets


def sign_in_sheet(
    session: Session,
    actor: Actor,
    exam_id: int,
    group: str,
    language: str,
    now: datetime,
    fonts: Sequence[Path] = (),
) -> bytes:
    """Return the 签到表 as PDF: the candidates with a space to sign; empty lines for an exam without a list."""
    exam = get_exam(session, exam_id)
    rows = _sign_in_rows(session, actor, exam_id, group)
    title = exam.plan.title.in_(language)
    paper = Paper(title, language, now, tuple(fonts), title)
    paper.words(title, 18, bold=True, align="centre")
    paper.words(Text("考场签到表", "Sign-in sheet").in_(language), 14, bold=True, align="centre", after=4)
    paper.words(_time_and_hall(exam, group, language), 10, align="centre", after=8)
    lines = [[str(n), *row, "", "", ""] for n, row in enumerate(rows, 1)]
    empty = [[str(n), *[""] * 7] for n in range(1, BLANK_ROWS + 1)]
    head = [words.in_(language) for words in COLUMNS]
    paper.table([5, 10, 10, 17, 8, 9, 9, 14], lines or empty, head, size=9, least=28)
    paper.gap(10)
    count = len(rows)
    words = Text(
        f"应到 {count} 人，实到 ____ 人，缺考 ____ 人", f"Expected {count}, present ____, absent ____"
    )
    invigilator = Text("监考人员（签名）", "Invigilator").in_(language)
    with paper.together():
        paper.words(words.in_(language), 10.5)
        paper.signatures([invigilator, invigilator, Text("日期", "Date").in_(language)])
    return paper.bytes()


def _sign_in_rows(
    session: Session, actor: Actor, exam_id: int, group: str
) -> list[tuple[str, str, str, str]]:
    """Return (employee number, name, unit, seat) by group and seat."""
    rows = session.execute(
        select(Person.login, Person.name, Unit.name.label("unit"), Candidacy.group, Candidacy.seat)
        .join(Person, Person.id == Candidacy.person_id)
        .join(Unit, Unit.id == Person.unit_id)
        .where(*_candidate_filters(actor, exam_id, group))
    ).all()
    ordered = sorted(rows, key=lambda row: (row.group, len(row.seat), row.seat, row.login))
    return [
        (row.login, row.name, row.unit, row.seat if group else " ".join(filter(None, (row.group, row.seat))))
        for row in ordered
    ]


def wall_notice(
    session: Session, exam_id: int, language: str, now: datetime, fonts: Sequence[Path] = ()
) -> bytes:
    """Return the notice for the wall as PDF: title, times, and the access code in very large letters."""
    exam = get_exam(session, exam_id)
    paper = Paper(exam.plan.title.in_(language), language, now, tuple(fonts))
    paper.gap(40)
    paper.words(exam.plan.title.in_(language), 30, bold=True, align="centre", leading=1.4, after=20)
    paper.words(_time_and_hall(exam, "", language), 16, align="centre", after=4)
    minutes = Text(f"限时 {exam.plan.minutes} 分钟", f"{exam.plan.minutes} minutes")
    paper.words(minutes.in_(language), 16, align="centre", after=60)
    paper.words(Text("考试口令", "Access code").in_(language), 22, align="centre", after=10)
    code = exam.access_code or Text("不用口令", "none needed").in_(language)
    paper.words(code, min(96.0, 460.0 / len(code)), align="centre", leading=1.2, after=50)
    rules = Text(
        "请勿将口令带出考场。开始后计时，断网、断电时请坐好举手，已保存的答案不会丢失。",
        "Do not take the code out of the exam hall. The clock starts when you begin. If the network or the power fails,"
        " stay seated and raise your hand: saved answers are not lost.",
    )
    paper.words(rules.in_(language), 14, align="centre")
    return paper.bytes()


def _candidate_filters(actor: Actor, exam_id: int, group: str) -> list[ColumnElement[bool]]:
    chosen = [
        Candidacy.exam_id == exam_id,
        Candidacy.status.in_((EXPECTED, MAKEUP)),
        in_units(actor, Permission.INVIGILATE, Unit.path),
    ]
    return [*chosen, Candidacy.group == group] if group else [*chosen]


def _time_and_hall(exam: Published, group: str, language: str) -> str:
    opens = format_beijing_time(exam.opens_at)[:16] if exam.opens_at else ""
    closes = format_beijing_time(exam.closes_at)[:16] if exam.closes_at else ""
    times = (
        f"{opens} — {closes}" if opens or closes else Text("时间：________", "Time: ________").in_(language)
    )
    hall = group or "________"
    return f"{times}　{Text('考场', 'Exam hall').in_(language)}：{hall}"
