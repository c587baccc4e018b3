"""Input that cannot be saved comes back as typed, with each field named in the summary and explained at the field."""

import pytest

from tests.bank.answers import body_of, error_at, summary
from tests.web.faults import CONTROLS, faults, tree, words

PAPER = "1. 请示应当：\nA. 一文一事\nB. 一文数事\n答案：A\n"
UNKNOWN = {"zh": "没有这个选项，请从列表中选择", "en": "There is no such choice; choose one from the list"}
NO_DATE = {
    "zh": "不是日期，请写成 2026-11-23",
    "en": "This is not a date; write it as 2026-11-23",
}
QUICK = {"competency": "writing", "level": "3", "source": "《条例》", "checked": "2026-11-20", "text": PAPER}


def too_long(most, over=1):
    return {
        "zh": f"最多 {most} 个字符，现有 {most + over} 个，请删去 {over} 个",
        "en": f"At most {most} characters are allowed, there are {most + over}; remove {over}",
    }


def shown(body, *names):
    """The values of the controls with these names, without files."""
    values = {}
    for box in tree(body).iter():
        if box.tag not in CONTROLS or box.get("name") not in names or box.get("type") == "file":
            continue
        if box.tag == "select":
            picked = [o.get("value") for o in box.iter("option") if "selected" in o.attrib]
            values[box.get("name")] = picked[0] if picked else ""
        elif box.tag == "textarea":
            values[box.get("name")] = (box.text or "").removeprefix("\n")
        elif box.get("type") != "radio" or "checked" in box.attrib:
            values[box.get("name")] = box.get("value")
    return values


def refused(client, language, path, typed, expected, **more):
    """The page after these values were sent: `expected` is {id: (label, error)} in the order of the page."""
    body = body_of(client.post(path, data=typed, **more), 400)
    between = {"zh": "：", "en": ": "}[language]
    assert faults(body) == []
    assert summary(body) == [
        (f"#{id}", f"{label[language]}{between}{error[language]}") for id, (label, error) in expected.items()
    ]
    mark = {"zh": "错误：", "en": "Error: "}[language]
    assert {id: error_at(body, id) for id in expected} == {
        id: f"{mark}{error[language]}" for id, (_, error) in expected.items()
    }
    assert words(next(tree(body).iter("title"))).startswith(mark)
    return body


each_language = pytest.mark.parametrize("language", ["zh", "en"])


@each_language
def test_a_change_of_many_questions_explains_what_is_wrong(client_of, cast, made, language):
    typed = {
        "add": "条例、新", "remove": "新", "to_area": "a" * 81, "to_level": "9", "to_source": "源" * 501,
        "to_checked": "2026-13-01", "to_expires": "时" * 502, "to_difficulty": "hard", "do": "preview",
    }  # fmt: skip
    expected = {
        "remove": (
            {"zh": "去掉标签", "en": "Remove tags"},
            {
                "zh": "“新”同时写在“增加标签”里，请从其中一处删去",
                "en": "“新” is also in “Add tags”; remove it from one of the two",
            },
        ),
        "to_area": ({"zh": "内容域改为", "en": "Content area"}, too_long(80)),
        "to_level": ({"zh": "等级改为", "en": "Level"}, UNKNOWN),
        "to_source": ({"zh": "依据改为", "en": "Source"}, too_long(500)),
        "to_checked": ({"zh": "核对日期改为", "en": "Source checked on"}, NO_DATE),
        "to_expires": ({"zh": "失效条件改为", "en": "What would make it wrong"}, too_long(500, 2)),
    }
    body = refused(client_of(cast.chen, language), language, "/bank/bulk", typed, expected)
    kept = {name: value for name, value in typed.items() if name not in ("do", "to_level")}
    assert shown(body, *kept) == kept
    assert ("seen" in shown(body, "seen"), "<table" in body) == (False, False)


@each_language
def test_quick_entry_explains_what_is_missing(client_of, cast, made, language):
    typed = QUICK | {"competency": "", "level": "x", "source": "源" * 501, "checked": "2026-02-30"}
    expected = {
        "competency": (
            {"zh": "能力", "en": "Competency"},
            {"zh": "没有选择能力，请选择一项", "en": "No competency is selected; choose one"},
        ),
        "level": ({"zh": "等级", "en": "Level"}, UNKNOWN),
        "source": ({"zh": "依据", "en": "Source"}, too_long(500)),
        "checked": ({"zh": "核对依据的日期", "en": "Source checked on"}, NO_DATE),
    }
    client = client_of(cast.chen, language)
    body = refused(client, language, "/bank/quick", typed | {"do": "save"}, expected)
    assert shown(body, "source", "checked", "text") == {
        name: typed[name] for name in ("source", "checked", "text")
    }


@each_language
def test_quick_entry_does_not_use_today_for_an_empty_date(client_of, cast, made, language):
    expected = {
        "checked": (
            {"zh": "核对依据的日期", "en": "Source checked on"},
            {
                "zh": "没有填写日期，请填写，如 2026-11-23",
                "en": "The date is missing; fill it in, such as 2026-11-23",
            },
        )
    }
    client = client_of(cast.chen, language)
    refused(client, language, "/bank/quick", QUICK | {"checked": "", "do": "save"}, expected)


@each_language
def test_decisions_about_a_question_need_a_comment(client_of, cast, made, language):
    trainer, reviewer = client_of(cast.chen, language), client_of(cast.zhao, language)
    none = {"zh": "没有写理由，", "en": "No reason is given; "}
    later = {
        "zh": none["zh"] + "请写明停用的原因，日后查得到",
        "en": none["en"] + "explain why, so that it can be looked up later",
    }
    mend = {
        "zh": none["zh"] + "请写明退回的理由，命题人要据此修改",
        "en": none["en"] + "explain why, so that the author knows what to change",
    }
    comment = {"zh": "意见", "en": "Comment"}
    reason = {"zh": "停用原因", "en": "Reason"}
    waiting, draft = f"/bank/{made['waiting']}", f"/bank/{made['draft']}"
    long = "字" * 2001
    refused(
        reviewer,
        language,
        f"{waiting}/give-back",
        {"number": 1, "comment": " "},
        {"comment": (comment, mend)},
    )
    for path in ("give-back", "approve"):
        body = refused(
            reviewer, language, f"{waiting}/{path}", {"number": 1, "comment": long},
            {"comment": (comment, too_long(2000))},
        )  # fmt: skip
        assert next(e.text for e in tree(body).iter("textarea") if e.get("id") == "comment").strip() == long
    refused(trainer, language, f"{draft}/retire", {"comment": " "}, {"reason": (reason, later)})
    refused(trainer, language, f"{draft}/retire", {"comment": long}, {"reason": (reason, too_long(2000))})
    expected = {
        "new-stem": (
            {"zh": "新题的题干", "en": "Stem of the new question"},
            {"zh": "没有写新题干，请先写新题干", "en": "There is no new stem; write it first"},
        ),
        "replace-reason": ({"zh": "换题原因", "en": "Reason for replacing it"}, later),
    }
    body = refused(trainer, language, f"{draft}/replace", {"stem": "", "reason": ""}, expected)
    opened = [e for e in tree(body).iter("details") if "open" in e.attrib]
    assert [e.get("class") for e in opened] == ["confirm"]


@each_language
def test_retiring_many_explains_what_is_missing_and_keeps_the_ticks(client_of, cast, made, language):
    client = client_of(cast.zhao, language)
    no_reason = {
        "zh": "没有写理由，请写明理由，日后可查",
        "en": "No reason is given; write it, it is kept on record",
    }
    reason = {"zh": "停用原因", "en": "Reason"}
    ticked = {"source": "条例", "item": [made["draft"]]}
    for typed, error in ((" ", no_reason), ("因" * 2001, too_long(2000))):
        body = refused(
            client, language, "/bank/pull", ticked | {"reason": typed}, {"reason": (reason, error)}
        )
        boxes = [
            e.get("value")
            for e in tree(body).iter("input")
            if e.get("name") == "item" and "checked" in e.attrib
        ]
        assert (boxes, shown(body, "reason")) == ([str(made["draft"])], {"reason": typed})
    body = body_of(client.post("/bank/pull", data={"source": "条例", "reason": "改", "item": ["x"]}), 400)
    label = {"zh": "题目：", "en": "Questions: "}[language]
    box = next(e for e in tree(body).iter("div") if e.get("class") == "error-summary")
    assert [words(li) for li in box.iter("li")] == [label + UNKNOWN[language]]
    searched = body_of(client.get("/bank/pull?source=" + "源" * 81), 400)
    assert (faults(searched), [href for href, _ in summary(searched)]) == ([], ["#source"])


@each_language
def test_a_picture_needs_a_file_and_a_description(client_of, cast, made, language):
    client = client_of(cast.chen, language)
    file = {"zh": "图片文件", "en": "File"}
    no_file = {"zh": "没有选择图片，请选一张图片", "en": "No picture was selected; choose one"}
    expected = {"file": (file, no_file), "words": ({"zh": "图片说明", "en": "Description"}, too_long(200))}
    body = refused(client, language, "/bank/pictures", {"words": "图" * 201}, expected)
    assert shown(body, "words") == {"words": "图" * 201}
    part = client.post("/bank/pictures", data={"words": "图"}, headers={"X-Part": "markdown"})
    between = {"zh": "：", "en": ": "}[language]
    assert (part.status_code, part.get_data(as_text=True)) == (
        400,
        f"{file[language]}{between}{no_file[language]}",
    )


@each_language
def test_an_invalid_text_shows_at_the_field_which_line_is_wrong(client_of, cast, made, language):
    client = client_of(cast.chen, language)
    text = client.get(f"/bank/{made['draft']}/text").get_data(as_text=True)
    values = shown(text, "text")["text"].replace("level = 2", "level = 7")
    body = body_of(
        client.post(f"/bank/{made['draft']}/text", data={"text": values, "number": 1, "action": "save"}), 400
    )
    line = next(n for n, text_line in enumerate(values.split("\n"), 1) if text_line == "level = 7")
    assert (
        error_at(body, "text")
        == {
            "zh": f"错误：第 {line} 行：level 应是 1 到 5 的等级，请写 1 到 5",
            "en": f"Error: Line {line}: level must be a level from 1 to 5; write 1 to 5",
        }[language]
    )
    assert (faults(body), shown(body, "text")) == ([], {"text": values})
