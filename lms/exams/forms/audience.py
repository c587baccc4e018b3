"""The form of who may sit an exam; its options say how many people that is."""

from lms.domain.problem import Text
from lms.exams.audience import Sizes
from lms.exams.forms.draft import DraftForm
from lms.exams.published import EVERYBODY, LISTED, UNITS
from lms.web.forms import Choice, Choices, Form, Option, Required


class AudienceForm(Form):
    """Everybody, some units, or the list alone. The page offers the choices with their sizes."""

    audience = Choice(
        Text("谁能参加", "Who may sit the exam"),
        [Required(Text("没有选谁能参加", "Nothing is chosen"), Text("请选一项", "choose one"))],
        radios=True,
    )
    units = Choices(
        Text("单位（含下级单位）", "Units (with those below)"),
        hint=Text("选了“下列单位的学员”才起作用", "Only counts with “Trainees of the units below”"),
        optional=True,
    )

    def offer(self, sizes: Sizes) -> None:
        """Set the options."""
        self.audience.options = audience_options(sizes)
        self.units.options = [
            (unit.id, Text(*["　" * unit.depth] * 2) + unit.name + people(unit.trainees))
            for unit in sizes.units
        ]

    def unit_ids(self) -> list[int]:
        """Return the ids of the units chosen."""
        return [int(id_) for id_ in self.units.data]


class FirstPublicationForm(DraftForm, AudienceForm):
    """The first publication of a draft, and for whom."""


def audience_options(sizes: Sizes) -> list[Option]:
    """Return the three choices with a hint each."""
    return [
        (
            EVERYBODY,
            Text("全体学员", "All trainees") + people(sizes.everybody),
            Text(
                "有学员身份的人都能看到、都能参加",
                "Everybody with the role of a trainee sees it and may sit it",
            ),
        ),
        (
            UNITS,
            Text("下列单位的学员", "Trainees of the units below"),
            Text(
                "以后调入这些单位的人也能参加；名单上的人不受单位限制",
                "Also those who join them later; people on the list may sit it too",
            ),
        ),
        (
            LISTED,
            Text("只限名单上的人", "Only those on the list") + people(sizes.listed),
            Text(
                "名单在“考生名单”页上编制；不在名单上的人看不到这场考试",
                "The list is made on the page Candidates; others do not see the exam",
            ),
        ),
    ]


def people(count: int) -> Text:
    """Return "（35 人）"."""
    return Text(f"（{count} 人）", f" ({count} {'person' if count == 1 else 'people'})")
