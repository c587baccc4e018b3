"""Print the file of a sitting: its rules, its events with their gaps, its answers as they changed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from lms.domain.beijing import format_beijing_time
from lms.domain.exam.allowance import STANDARD, allowance_text
from lms.domain.problem import Text
from lms.domain.question.visible import visible_notes, visible_passages
from lms.domain.text.numbers import decimal_text
from lms.invigilation.evidence import event_labels
from lms.invigilation.evidence.dispute_file import AUDITOR, CANDIDATE, INVIGILATOR, DisputeFile, EvidenceEvent
from lms.invigilation.evidence.event_labels import duration
from lms.platform.pdf import shown
from lms.platform.pdf.paper import GREY, Cell, Paper, Pictures, no_picture
from lms.questions import get_kind
from lms.sittings import receipt

TITLE = Text("考试过程档案", "File of a sitting")
FOR = {
    CANDIDATE: Text("供考生本人", "for the candidate"),
    INVIGILATOR: Text("供监考人员", "for the invigilator"),
    AUDITOR: Text("供审计员（不含题目和答案）", "for the auditor (without questions and answers)"),
}
STATES = {
    "open": Text("进行中", "in progress"),
    "paused": Text("已暂停", "paused"),
    "submitted": Text("已交卷", "submitted"),
    "expired": Text("到时收卷", "ended when the time was up"),
}


def print_dispute(
    dispute: DisputeFile,
    language: str,
    now: datetime,
    extra_fonts: Sequence[Path] = (),
    pictures: Pictures = no_picture,
) -> bytes:
    """Return the PDF; `pictures` returns files by their address."""
    title = f"{TITLE.in_(language)} {dispute.sitting.id}"
    footer = f"{dispute.sitting.plan.title.in_(language)} · {dispute.name}"
    paper = Paper(title, language, now, tuple(extra_fonts), footer, pictures)
    paper.words(TITLE.in_(language), 20, bold=True, align="centre", after=4)
    paper.words(
        f"{FOR[dispute.reader].in_(language)} · {Text('制作于', 'made at').in_(language)} {format_beijing_time(now)}",
        9,
        align="centre",
        colour=GREY,
        after=8,
    )
    for part in (_head, _deadline, _events, _answers, _seal):
        part(paper, dispute)
    _sign(paper)
    return paper.bytes()


def _sign(paper: Paper) -> None:
    times = Text(
        "时间均为北京时间，以服务器时钟为准；考生机器的时间仅供参照。",
        "All times are Beijing time by the server's clock; the time of the candidate's computer is for comparison only.",
    )
    labels = (
        Text("考生（签名）", "Candidate"),
        Text("监考人员（签名）", "Invigilator"),
        Text("日期", "Date"),
    )
    with paper.together():
        paper.words(times.in_(paper.language), 9, colour=GREY, after=4)
        paper.signatures([label.in_(paper.language) for label in labels])


def _head(paper: Paper, dispute: DisputeFile) -> None:
    sitting, zh = dispute.sitting, paper.language == "zh"
    rows = [
        (Text("考试", "Exam"), sitting.plan.title.in_(paper.language)),
        (
            Text("试卷版本", "Version"),
            f"{sitting.exam_slug} · {sitting.exam_number} · {sitting.exam_hash[:16]}",
        ),
        (
            Text("考生", "Candidate"),
            f"{dispute.name}　{dispute.login}　{dispute.unit}"
            + ("（单位为现登记）" if zh else " (unit as of now)"),
        ),
        (Text("第几次", "Attempt"), f"{sitting.attempt} / {sitting.plan.attempts}"),
        (
            Text("状态", "State"),
            STATES.get(dispute.state, Text(dispute.state, dispute.state)).in_(paper.language),
        ),
        (Text("开始", "Began"), format_beijing_time(sitting.started_at)),
        (Text("结束", "Ended"), format_beijing_time(sitting.ended_at)),
        (Text("截止", "Deadline"), format_beijing_time(sitting.deadline)),
    ]
    if sitting.annulled:
        rows.append((Text("作废", "Annulled"), sitting.annulled))
    paper.table([1, 5], [(Cell(label.in_(paper.language), bold=True), value) for label, value in rows])


def _deadline(paper: Paper, dispute: DisputeFile) -> None:
    """Print how the deadline was computed, step by step."""
    sitting, language = dispute.sitting, paper.language
    paper.heading(Text("截止时间的由来", "How the deadline was computed").in_(language))
    minutes = sitting.plan.minutes
    rule = Text(
        f"{format_beijing_time(sitting.started_at)} 开始，限时 {minutes} 分钟",
        f"{format_beijing_time(sitting.started_at)}: began, {minutes} minutes allowed",
    )
    lines = [rule]
    if sitting.allowance != STANDARD:
        given = allowance_text(sitting.allowance)
        lines.append(Text(f"考生便利：{given.zh}", f"Accommodation: {given.en}"))
    for event in dispute.events:
        if event.type in ("paused", "resumed", "extended") or "deadline" in event.facts:
            by = event.facts.get("by") or event.by
            name, details = event_labels.label(event), event_labels.details(event, language)
            at = format_beijing_time(event.at)
            lines.append(Text(f"{at} {name.zh}（{by}）{details}", f"{at}: {name.en} ({by}) {details}"))
    end = format_beijing_time(sitting.deadline)
    lines.append(Text(f"因此截止：{end}", f"Deadline: {end}"))
    for line in lines:
        paper.words(line.in_(language), 9.5, indent=10)


def _events(paper: Paper, dispute: DisputeFile) -> None:
    language = paper.language
    paper.heading(Text("全部事件", "All events").in_(language))
    head = [
        Text("服务器时间", "Server"),
        Text("考生机器", "Client"),
        Text("事件", "Event"),
        Text("经办", "By"),
        Text("说明", "Details"),
    ]
    paper.table(
        [19, 10, 26, 11, 34], _event_rows(dispute, language), [text.in_(language) for text in head], size=8
    )


def _event_rows(dispute: DisputeFile, language: str) -> Iterator[Sequence[str | Cell]]:
    for silence, event in dispute.gaps():
        if silence is not None:
            words = Text(
                f"其间 {duration(silence).zh} 没有收到任何内容",
                f"nothing received for {duration(silence).en}",
            )
            yield [Cell(f"— {words.in_(language)} —", colour=GREY)]
        by = event.facts.get("by") or event.by or Text("系统", "the system").in_(language)
        yield [
            format_beijing_time(event.at),
            event_labels.clock_time(event.client_time),
            event_labels.label(event).in_(language),
            by,
            event_labels.details(event, language),
        ]


def _answers(paper: Paper, dispute: DisputeFile) -> None:
    """Print, for each position, the question, if the reader may have it, and every change of the answer."""
    language = paper.language
    paper.heading(Text("答案的历次修改", "Changes of the answers").in_(language))
    if not dispute.shows_answers:
        words = Text(
            "三员不看答案：题目和答案不印在本份档案上，作答的时间见上表。",
            "Auditors do not see answers: this file contains neither questions nor answers; the times are listed above.",
        )
        paper.words(words.in_(language), 9.5, after=6)
        return
    if not dispute.may_read_questions:
        words = Text(
            "题目暂不公开，以下只列本人答案；选项字母按本卷顺序。",
            "The questions are not public yet; only the answers follow, with the letters of this paper.",
        )
        paper.words(words.in_(language), 9.5, colour=GREY, after=4)
    for place in dispute.sitting.paper:
        if place.asks:
            _position(paper, dispute, place.number)
    paper.gap(6)


def _position(paper: Paper, dispute: DisputeFile, number: int) -> None:
    language, item = paper.language, dispute.shown[number]
    points = Text(f"{decimal_text(item.points)} 分", f"{decimal_text(item.points)} points").in_(language)
    title = Text(f"第 {number} 题", f"Question {number}").in_(language)
    with paper.together():
        paper.need(56)
        paper.words(f"{title} · {item.kind_name.in_(language)} · {points}", 10, bold=True)
        if dispute.may_read_questions:
            shown.print_html(paper, item.body["stem"], 9.5, indent=10)
            kind = get_kind(item.kind)
            for passage in visible_passages(kind.FORM, item.body):
                shown.print_html(paper, passage, 9.5, indent=20)
            for note in visible_notes(kind.FORM, item.body):
                paper.words(note.in_(language), 9.5, indent=20, colour=GREY)
            for row in kind.paper_layout(item.body).rows:
                shown.print_html(paper, row.html, 9.5, indent=20, before=f"{row.mark}. ")
    rows = list(_changes(dispute, number, language))
    if not rows:
        paper.words(Text("没有作答", "No answer").in_(language), 9.5, indent=10, colour=GREY, after=4)
        return
    head = [
        Text("服务器时间", "Server"),
        Text("序号", "No."),
        Text("原来", "Before"),
        Text("改为", "After"),
        Text("说明", "Note"),
    ]
    paper.table([19, 6, 28, 28, 19], rows, [text.in_(language) for text in head], size=8)
    paper.gap(6)


def _changes(dispute: DisputeFile, number: int, language: str) -> Iterator[Sequence[str]]:
    item, newest, current = dispute.shown[number], 0, ""
    for event in dispute.events:
        if event.position != number or event.type not in ("answer", "late"):
            continue
        written = get_kind(item.kind).response_to_paper(item.body, event.facts).in_(language)
        words = written or Text("（空白）", "(blank)").in_(language)
        seq = event.seq or 0
        if event.type == "late":
            yield [
                format_beijing_time(event.at),
                str(seq),
                current,
                words,
                event_labels.NAMES["late"].in_(language),
            ]
            continue
        older = seq < newest
        yield [
            format_beijing_time(event.at),
            str(seq),
            current,
            words,
            _remark(dispute, event, older, language),
        ]
        if not older:
            newest, current = seq, words


def _remark(dispute: DisputeFile, event: EvidenceEvent, older: bool, language: str) -> str:
    if older:
        return Text("序号较旧，未成为当前答案", "older number: not the current answer").in_(language)
    if dispute.sitting.ended_at is not None and event.at > dispute.sitting.ended_at:
        return Text("逾时答案，经采纳", "late answer, accepted").in_(language)
    return ""


def _seal(paper: Paper, dispute: DisputeFile) -> None:
    language, sitting = paper.language, dispute.sitting
    paper.heading(Text("回执和审计链", "Receipt and audit trail").in_(language))
    none = Text("尚未封存", "not sealed yet").in_(language)
    rows = [
        (Text("回执码", "Receipt"), receipt.receipt_code(sitting.receipt) if sitting.receipt else none),
        (Text("SHA-256", "SHA-256"), sitting.receipt or none),
    ]
    if sitting.audit_head:
        seq, hash = sitting.audit_head
        rows.append((Text("封存时链尾", "Head when sealed"), f"{seq} · {hash}"))
    seq, hash = dispute.head
    rows.append((Text("制作时链尾", "Head when made"), f"{seq} · {hash}"))
    paper.table([1, 5], [(Cell(label.in_(language), bold=True), value) for label, value in rows])
    paper.gap(6)
