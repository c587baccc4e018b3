"""How a form class is rendered: label, hint, error and what was typed, in both languages."""

import pytest
from flask import g, render_template_string
from werkzeug.datastructures import MultiDict

from lms.domain.problem import Text
from lms.web import forms
from lms.web.forms import Form, Required
from tests.web.faults import tree, words

PAGE = """{% import "web/components.html" as c %}<main>{{ c.error_summary(form) }}
{% for each in form %}{{ c.field(each) }}{% endfor %}</main>"""


class Everything(Form):
    """One field of each look."""

    name = forms.Line(
        Text("姓名", "Name"),
        [Required()],
        hint=Text("照身份证写", "as on the card"),
        most=3,
        render_kw={"autocomplete": "off"},
    )
    remarks = forms.Paragraphs(Text("备注", "Remarks"), optional=True, rows=3)
    unit = forms.Choice(
        Text("单位", "Unit"),
        [Required()],
        options=[("edu", Text("教育局", "Education"))],
        first=Text("请选择", "Choose"),
    )
    way = forms.Choice(Text("方式", "Way"), options=[("a", "甲"), ("b", "乙", "说明")], radios=True)
    days = forms.Choices(Text("星期", "Days"), options=[(1, "一"), (2, "二")])
    sure = forms.Tick(Text("确认", "Sure"), [Required()])
    file = forms.Upload(Text("文件", "File"), render_kw={"accept": ".xlsx"})
    seen = forms.Hidden()


@pytest.fixture
def drawn(app):
    """drawn(form, "zh"): the elements of the page."""

    def draw(form, language):
        with app.test_request_context():
            g.language = language
            return tree(render_template_string(PAGE, form=form))

    return draw


def by_id(page, id):
    return next(e for e in page.iter() if e.get("id") == id)


@pytest.mark.parametrize(
    ("language", "title", "lines"),
    [
        (
            "zh",
            "有内容需要改正",
            [
                ("#name", "姓名：最多 3 个字符，现有 4 个，请删去 1 个"),
                ("#unit", "单位：没有选择，请选择一项"),
                ("#way", "方式：没有这个选项，请从列表中选择"),
                ("#sure", "确认：没有勾选，请确认后勾选"),
            ],
        ),
        (
            "en",
            "There is a problem",
            [
                ("#name", "Name: At most 3 characters are allowed, there are 4; remove 1"),
                ("#unit", "Unit: Nothing is chosen; choose one"),
                ("#way", "Way: There is no such choice; choose one from the list"),
                ("#sure", "Sure: It is not ticked; tick it to confirm"),
            ],
        ),
    ],
)
def test_the_summary_leads_to_each_field_that_is_wrong(drawn, language, title, lines):
    form = Everything(
        MultiDict({"name": "欧阳娜娜", "remarks": "一\r\n二", "way": "x", "days": "2", "seen": "7"})
    )
    form.validate()
    page = drawn(form, language)
    summary = next(e for e in page.iter("div") if e.get("class") == "error-summary")
    assert words(next(summary.iter("h2"))) == title
    assert [(a.get("href"), words(a)) for a in summary.iter("a")] == lines
    assert {href[1:] for href, _ in lines} <= {e.get("id") for e in page.iter()}


def test_what_was_typed_comes_back(drawn):
    form = Everything(
        MultiDict({"name": "欧阳娜娜", "remarks": "一\r\n二", "way": "b", "days": "2", "seen": "7"})
    )
    form.validate()
    page = drawn(form, "zh")
    assert (by_id(page, "name").get("value"), by_id(page, "remarks").text) == ("欧阳娜娜", "一\n二")
    checked = [(e.get("name"), e.get("value")) for e in page.iter("input") if e.get("checked") is not None]
    assert checked == [("way", "b"), ("days", "2")]
    assert next(e for e in page.iter("input") if e.get("name") == "seen").get("value") == "7"


def test_a_field_points_to_its_hint_and_its_error(drawn):
    form = Everything(MultiDict())
    form.validate()
    page = drawn(form, "zh")
    name = by_id(page, "name")
    assert (name.get("aria-describedby"), name.get("aria-invalid"), name.get("required")) == (
        "name-hint name-error",
        "true",
        "",
    )
    assert words(by_id(page, "name-hint")) == "照身份证写"
    assert words(by_id(page, "name-error")) == "错误：没有填写，请填写"


def test_before_it_is_sent_nothing_is_wrong(drawn):
    page = drawn(Everything(None, name="林晓", unit="edu"), "en")
    assert [
        e for e in page.iter() if "wrong" in (e.get("class") or "") or e.get("class") == "error-summary"
    ] == []
    assert by_id(page, "name").get("value") == "林晓"
    assert [words(o) for o in by_id(page, "unit").iter("option")] == ["Choose", "Education"]
    assert [words(e) for e in page.iter("label")][:3] == ["Name", "Remarks (optional)", "Unit"]
