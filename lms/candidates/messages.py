"""What the candidates package says to its readers: refusals and problems, in both languages."""

from lms.domain.place import NOWHERE, FieldPath, Place
from lms.domain.problem import Problem, Refused, Text

LIST_WITHOUT_NUMBERS = Problem(
    NOWHERE,
    Text("没有找到“工号”一列", "There is no column of employee numbers"),
    Text(
        "请在第一行写上列名：工号、场次、座位",
        "write the column headings into the first row: employee number, group, seat",
    ),
)


def reason_too_long(length: int, most: int) -> Problem:
    what = Text(
        f"理由最多 {most} 个字符，现有 {length} 个",
        f"A reason has at most {most} characters, this has {length}",
    )
    return Problem(
        FieldPath("reason"), what, Text(f"请删去 {length - most} 个字符", f"remove {length - most}")
    )


def accommodation_invalid(problems: list[Problem]) -> Refused:
    return Refused(
        "accommodation.invalid",
        Text("考试便利没有保存", "The accommodation was not saved"),
        Text("请改正下列各项，并写明理由", "correct the following, and give a reason"),
        status=400,
        problems=problems,
    )


def login_repeated(place: Place, login: str, other: Place) -> Problem:
    what = Text(f"工号 {login} 与{other.in_('zh')}重复", f"{login} is already listed at {other.in_('en')}")
    return Problem(place, what, Text("请删去一行", "delete one of the two lines"))


def too_many_parts(place: Place, rest: str) -> Problem:
    what = Text(
        f"多于三项，“{rest[:40]}”不知道是什么",
        f"has more than three parts; “{rest[:40]}” has no meaning",
    )
    how = Text("每行只写工号、场次、座位", "write only the employee number, the group and the seat")
    return Problem(place, what, how)


def group_or_seat_too_long(place: Place, most_group: int, most_seat: int) -> Problem:
    what = Text("场次或座位名太长", "The name of the group or the seat is too long")
    how = Text(
        f"场次至多 {most_group} 字，座位至多 {most_seat} 字",
        f"a group has at most {most_group} characters, a seat {most_seat}",
    )
    return Problem(place, what, how)
