"""The errors of the editor are shown at the fields in plain words, and nothing typed is lost."""

import pytest

from lms.web.forms.question import control_id
from tests.bank.answers import body_of, error_at, summary
from tests.bank.authoring.test_editor import FIELDS, META, posted
from tests.web.faults import faults, tree, words


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "zh",
            [
                ("#f-options", "选项：有 2 个正确选项，应恰有 1 个"),
                ("#f-options-2-text", "文字，选项 B：最多 20000 个字符，现有 20001 个，请删去 1 个"),
                ("#f-checked", "核对依据的日期：不是日期，请写成 2026-11-23"),
                ("#f-level", "等级：没有这个选项，请从列表中选择"),
            ],
        ),
        (
            "en",
            [
                ("#f-options", "Options: has 2 right options, needs exactly 1"),
                (
                    "#f-options-2-text",
                    "Text, Option B: At most 20000 characters are allowed, there are 20001; remove 1",
                ),
                ("#f-checked", "Source checked on: This is not a date; write it as 2026-11-23"),
                ("#f-level", "Level: There is no such choice; choose one from the list"),
            ],
        ),
    ],
)
def test_all_errors_are_shown_at_once_and_each_field_says_what_to_do(client_of, cast, made, language, lines):
    wrong = FIELDS | {
        "options.2.text": "字" * 20_001, "options.2.right": "1", "source": "", "checked": "2026-02-30", "level": "9",
        "do": "save",
    }  # fmt: skip
    body = body_of(client_of(cast.chen, language).post("/bank/new", data=wrong), 400)
    entries = summary(body)
    assert (faults(body), [entries[0][1].startswith(lines[0][1]), entries[1:]]) == ([], [True, lines[1:]])
    for href, line in entries[1:]:
        mark = {"zh": "错误：", "en": "Error: "}[language]
        assert error_at(body, href[1:]) == mark + line.split({"zh": "：", "en": ": "}[language], 1)[1]
    kept = {n: v for n, v in wrong.items() if n not in ("do", "level") and v}
    assert {n: v for n, v in posted(body).items() if n in kept} == kept


def line(words_zh, words_en):
    return {"zh": words_zh, "en": words_en}


NUMBERS = line("应是一个数，请写成 397.1，不带单位", "It must be a number; write it as 397.1, without a unit")
POINTS = line(
    "应是大于 0、至多两位小数的分值，请写成 3 或 2.5",
    "It must be points above 0 with at most two decimals; write it as 3 or 2.5",
)
SHARES = line("应是得分比例，请写成 1/2 或 0.5", "It must be a share of the mark; write it as 1/2 or 0.5")
WHOLE = line("应是整数，请用数字填写，如 200", "It must be a whole number; write digits such as 200")
PLACE = line(
    "应是上面的第几项，请用数字填写，如 2", "It must be the number of an entry above; write digits such as 2"
)


@pytest.mark.parametrize(
    ("kind", "name", "typed", "error"),
    [
        ("single_choice", "points", "2o", POINTS),
        ("single_choice", "points", "0", POINTS),
        ("numeric", "answers.1.number", "十几", NUMBERS),
        ("numeric", "answers.1.tolerance", "o.5", NUMBERS),
        ("blanks", "blanks.1.tolerance", "x", NUMBERS),
        ("multiple_choice", "options.1.fraction", "1/2x", SHARES),
        ("essay", "rubric.1.points", "三分", POINTS),
        ("essay", "min_chars", "2oo", WHOLE),
        ("ordering", "constraints.1.first", "甲", PLACE),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_letters_in_a_number_are_explained_in_plain_words(
    client_of, cast, made, kind, name, typed, error, language
):
    sent = META | {"kind": kind, "competency": "writing", "stem": "题？", name: typed, "do": "save"}
    body = body_of(client_of(cast.chen, language).post("/bank/new", data=sent), 400)
    mark = {"zh": "错误：", "en": "Error: "}[language]
    assert (faults(body), error_at(body, control_id(name)), posted(body)[name]) == (
        [],
        mark + error[language],
        typed,
    )


def test_no_row_is_dropped_because_there_are_too_many(client_of, cast, made):
    more = {f"options.{n}.text": f"选项{n}" for n in range(3, 28)}
    body = body_of(client_of(cast.chen).post("/bank/new", data=FIELDS | more | {"do": "text"}), 400)
    assert (faults(body), summary(body)) == (
        [],
        [("#f-options", "选项：有 27 项，应有 2 到 26 项，请增加或删去几项")],
    )
    assert {n: v for n, v in posted(body).items() if n in more} == more


def test_a_name_in_use_is_explained_at_its_field(client_of, cast, made):
    body = body_of(client_of(cast.chen).post("/bank/new", data=FIELDS | {"name": "one", "do": "save"}), 409)
    assert (faults(body), summary(body)) == ([], [("#f-name", "题名：题名 one 已被占用，请换一个题名")])


def test_a_missing_text_to_read_is_explained_at_its_field(client_of, cast, made):
    body = body_of(client_of(cast.chen).post("/bank/new", data=FIELDS | {"case": "none", "do": "save"}), 400)
    assert summary(body) == [
        ("#f-case", "所属材料的题名：本题库没有材料 none，请先写好这份材料，或去掉材料的题名")
    ]


def test_a_preview_explains_an_invalid_number_in_plain_words(client_of, cast, made):
    sent = {
        "kind": "numeric",
        "competency": "writing",
        "stem": "题？",
        "answers.1.number": "十几",
        "do": "preview",
    }
    client = client_of(cast.chen)
    part = client.post("/bank/new", data=sent, headers={"X-Part": "preview"}).get_data(as_text=True)
    assert [words(li) for li in tree(part).iter("li")] == ["答案 1 数：应是一个数，请写成 397.1，不带单位"]
    assert summary(body_of(client.post("/bank/new", data=sent))) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_problems_are_shown_at_their_fields_and_nothing_typed_is_lost(client_of, cast, made, language):
    wrong = FIELDS | {"options.1.right": "", "source": " ", "points": "x", "do": "save"}
    body = body_of(client_of(cast.chen, language).post("/bank/new", data=wrong), 400)
    assert faults(body) == []
    summary = next(d for d in tree(body).iter("div") if d.get("class") == "error-summary")
    assert [a.get("href") for a in summary.iter("a")] == [
        "#f-options", "#f-points",
    ]  # fmt: skip
    at = [e.get("id") for e in tree(body).iter() if e.get("aria-invalid")]
    assert at == ["f-points"]
    sent = posted(body)
    assert {n: sent.get(n, "") for n in wrong if n not in ("do", "options.3.text", "en.options.3.text")} == {
        n: v for n, v in wrong.items() if n not in ("do", "options.3.text", "en.options.3.text")
    } | {"source": " "}
