"""The forms of an import come back as they were typed, with what is wrong at each field."""

import io

from tests.bank.answers import body_of, summary
from tests.bank.test_forms import PAPER, UNKNOWN, each_language, refused, shown, too_long
from tests.web.faults import faults, tree, words


@each_language
def test_an_import_names_what_is_missing_and_asks_for_the_file_again(client_of, cast, made, language):
    file = (io.BytesIO(PAPER.encode()), "题" * 200 + ".txt")
    typed = {"file": file, "text": PAPER, "level": "x", "source": "源" * 2001, "form": "doc"}
    choose_again = {
        "zh": f"浏览器不保留已选的文件，请重新选择“{'题' * 200}.txt”",
        "en": f"Browsers do not keep the choice of a file; choose “{'题' * 200}.txt” again",
    }
    long_name = {
        "zh": f"文件名最多 200 个字符，现有 204 个，请把文件名改短；{choose_again['zh']}",
        "en": f"A file name has at most 200 characters, this one has 204; shorten the name; {choose_again['en']}",
    }
    expected = {
        "file": ({"zh": "文件", "en": "File"}, long_name),
        "text": (
            {"zh": "或者粘贴题目", "en": "Or paste questions"},
            {
                "zh": "既选了文件，又粘贴了文字，请只留一样",
                "en": "A file was chosen and text was pasted as well; keep only one of them",
            },
        ),
        "competency": (
            {"zh": "进哪个题库", "en": "Question bank"},
            {
                "zh": "没有选择题库，请选择题目属于哪项能力",
                "en": "No bank was chosen; choose the competency that the questions are about",
            },
        ),
        "level": ({"zh": "等级", "en": "Level"}, UNKNOWN),
        "source": ({"zh": "依据", "en": "Source"}, too_long(2000)),
        "form": ({"zh": "格式", "en": "Format"}, UNKNOWN),
    }
    client = client_of(cast.chen, language)
    body = body_of(client.post("/bank/import", data=typed, content_type="multipart/form-data"), 400)
    between = {"zh": "：", "en": ": "}[language]
    assert summary(body) == [
        (f"#{id}", f"{label[language]}{between}{error[language]}") for id, (label, error) in expected.items()
    ]
    assert (faults(body), shown(body, "text", "source")) == ([], {"text": PAPER, "source": "源" * 2001})


@each_language
def test_defaults_of_an_import_are_refused_in_their_fields(client_of, cast, made, language):
    client = client_of(cast.chen, language)
    sent = {"competency": "writing", "level": "2", "text": PAPER}
    address = client.post("/bank/import", data=sent).location
    source = {"zh": "依据", "en": "Source"}
    level = {"zh": "等级", "en": "Level"}
    none = {"zh": "没有选择，请选择一项", "en": "Nothing is chosen; choose one"}
    typed = {"competency": "", "level": "7", "source": "源" * 2001}
    expected = {
        "competency": ({"zh": "能力", "en": "Competency"}, none),
        "level": (level, UNKNOWN),
        "source": (source, too_long(2000)),
    }
    body = refused(client, language, f"{address}/defaults", typed, expected)
    assert shown(body, "source") == {"source": typed["source"]}
    open_now = [words(e[0]) for e in tree(body).iter("details") if "open" in e.attrib]
    assert {"zh": "没有写明的题：能力、等级、依据", "en": "Defaults for questions without competency, level or source"}[
        language
    ] in open_now  # fmt: skip
    facts = typed | {"competency": "x", "action": "facts"}
    expected |= {"competency": ({"zh": "能力", "en": "Competency"}, UNKNOWN)}
    refused(client, language, f"{address}/entries/1", facts, expected)
    long = {"text": "字" * 60_001, "action": "mend"}
    expected = {"text": ({"zh": "题目", "en": "Question"}, too_long(60_000))}
    assert shown(refused(client, language, f"{address}/entries/1", long, expected), "text") == {
        "text": long["text"]
    }


@each_language
def test_a_review_without_a_ticked_question_is_refused(client_of, cast, made, language):
    client, reviewer = client_of(cast.chen), client_of(cast.zhao, language)
    sent = {"competency": "writing", "level": "2", "text": PAPER, "source": "惯例"}
    address = client.post("/bank/import", data=sent).location
    client.post(f"{address}/commit")
    client.post(f"{address}/hand-in")
    not_ticked = {
        "zh": "题目：没有勾选题目，请在可以批准的题前打勾",
        "en": "Questions: No question is ticked; tick those that you approve",
    }
    malformed = {"zh": f"题目：{UNKNOWN['zh']}", "en": f"Questions: {UNKNOWN['en']}"}
    for data, line in (({}, not_ticked), ({"item": ["1:x"]}, malformed), ({"item": "7"}, malformed)):
        body = body_of(reviewer.post(f"{address}/review", data=data), 400)
        box = next(e for e in tree(body).iter("div") if e.get("class") == "error-summary")
        assert (faults(body), [words(li) for li in box.iter("li")]) == ([], [line[language]])
