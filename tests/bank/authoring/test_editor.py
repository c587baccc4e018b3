"""The editor: the form of a kind, from empty to draft, with every problem at its field and nothing lost."""

import pytest

from lms.bank import write
from lms.bank.authoring import form_fields
from lms.bank.browse import lists
from lms.bank.models import ItemVersion
from lms.content.items import ItemContent
from lms.domain.question.form_values import drop_empty_rows
from lms.questions import kinds
from tests.bank import texts
from tests.bank.answers import body_of
from tests.questions import samples
from tests.web.faults import CONTROLS, faults, tree, words

META = {
    "source": "《条例》第十五条", "checked": "2026-11-23", "level": "2", "difficulty": "medium", "points": "2", "area": "kinds",
    "rationale": "理由", "en.rationale": "Because.", "tags": "公文、基础",
}  # fmt: skip
CHOICE = {
    "kind": "single_choice", "competency": "writing", "stem": "哪一种公文请求批准？", "en.stem": "Which asks?",
    "options.1.text": "请示", "options.1.right": "1", "options.2.text": "报告", "options.3.text": "",
    "en.options.1.text": "Request", "en.options.2.text": "Report", "en.options.3.text": "",
}  # fmt: skip
FIELDS = META | CHOICE


def posted(body):
    """What a browser would send from the page's form, without its buttons."""
    form = next(f for f in tree(body).iter("form") if f.get("id") == "question-form")
    sent = {}
    for box in form.iter():
        if (
            box.tag not in CONTROLS
            or not box.get("name")
            or (box.get("type") in ("radio", "checkbox") and "checked" not in box.attrib)
        ):
            continue
        if box.tag == "select":
            picked = [option for option in box.iter("option") if "selected" in option.attrib]
            sent[box.get("name")] = picked[0].get("value") if picked else ""
        else:
            sent[box.get("name")] = (box.text or "") if box.tag == "textarea" else box.get("value", "1")
    sent.pop("csrf_token")
    return sent


def version_of(db, item_id, number=1):
    with db.read() as session:
        version = session.query(ItemVersion).filter_by(item_id=item_id, number=number).one()
        assert version.item.name
        return version


def test_a_question_goes_from_an_empty_form_to_a_draft(db, client_of, cast, made):
    client = client_of(cast.chen)
    begun = posted(body_of(client.get("/bank/new?competency=writing&kind=single_choice")))
    assert (begun["stem"], begun["options.4.text"], begun["level"]) == ("", "", "2")
    saved = client.post("/bank/new", data=begun | FIELDS | {"name": "", "do": "save"})
    assert saved.status_code == 303
    version = version_of(db, int(saved.headers["Location"].rpartition("/")[2]))
    assert (version.item.name, version.tags, version.rationale) == (
        "writing-0006", ["公文", "基础"], {"zh": "理由", "en": "Because."},
    )  # fmt: skip
    assert [o["text"] for o in version.body["body"]["options"]] == ["请示", "报告"]
    assert [o["text"] for o in version.body["translations"]["en"]["options"]] == ["Request", "Report"]


@pytest.mark.parametrize("name", sorted(kinds()))
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_form_of_every_kind_has_no_faults(client_of, cast, made, name, language):
    body = body_of(client_of(cast.chen, language).get(f"/bank/new?competency=writing&kind={name}"))
    assert faults(body) == []


@pytest.mark.parametrize("sample", samples.samples(), ids=lambda sample: f"{sample.kind}: {sample.name}")
def test_what_the_page_shows_of_a_question_is_what_it_sends_again(client_of, cast, made, sample):
    content = texts.content()
    about = {
        "points": sum((c.points for c in getattr(sample.question.body, "rubric", ())), start=0)
        or content.points
    }
    whole = ItemContent(
        **{f: getattr(content, f) for f in content.__slots__} | about | {"question": sample.question}
    )
    assert form_fields.fits_form(whole)
    fields = form_fields.values_of(whole) | {"kind": sample.kind, "competency": "writing"}
    client = client_of(cast.chen)
    sent = posted(body_of(client.post("/bank/new", data=fields | {"do": "preview"})))
    shown = {name: value for name, value in sent.items() if value or name in fields}
    for values in (fields, shown):
        values.pop("ids", "")
    known = drop_empty_rows(
        form_fields.form_of(sample.kind), {n: v.removeprefix("\n") for n, v in shown.items()}
    )
    assert form_fields.read_content(sample.kind, known, "writing") == form_fields.read_content(
        sample.kind, fields, "writing"
    )


def test_a_preview_shows_both_languages_and_saves_nothing(db, client_of, cast, made):
    client = client_of(cast.chen)
    body = body_of(client.post("/bank/new", data=FIELDS | {"do": "preview"}))
    previews = [s for s in tree(body).iter("section") if s.get("class") == "face"]
    assert ["哪一种公文请求批准？" in words(previews[0]), "Which asks?" in words(previews[1])] == [True, True]
    assert faults(body) == []
    with db.read() as session:
        assert len(lists.page(session, cast.chen, lists.Filter())[0]) == len(made)


def test_a_preview_says_what_is_still_missing(client_of, cast, made):
    client = client_of(cast.chen)
    sent = FIELDS | {"options.1.right": "", "stem": "", "do": "preview"}
    part = client.post("/bank/new", data=sent, headers={"X-Part": "preview"}).get_data(as_text=True)
    assert part.lstrip().startswith("<p>写好下面几项")
    assert [words(li).split("：")[0] for li in tree(part).iter("li")] == ["题干", "选项"]


def test_rows_are_added_and_removed_by_buttons_without_a_script(client_of, cast, made):
    client = client_of(cast.chen)
    sent = posted(body_of(client.post("/bank/new", data=FIELDS | {"do": "options.add"})))
    assert (sent["options.1.text"], sent["options.4.text"]) == ("请示", "")
    sent = posted(body_of(client.post("/bank/new", data=sent | {"do": "options.1.remove"})))
    assert (sent["options.1.text"], sent["en.options.1.text"]) == ("报告", "Report")
    part = client.post("/bank/new", data=FIELDS | {"do": "options.2.up"}, headers={"X-Part": "fields"})
    assert part.headers["X-Focus"] == "options.1.text"
    assert "<html" not in part.get_data(as_text=True)


def test_an_edit_keeps_the_ids_of_options_and_makes_a_version(db, client_of, cast, made):
    client, path = client_of(cast.chen), f"/bank/{made['draft']}/edit"
    sent = posted(body_of(client.get(path)))
    before = [o["id"] for o in version_of(db, made["draft"]).body["body"]["options"]]
    sent |= {"options.3.text": "通知", "en.options.3.text": "Notice", "options.3.id": "", "do": "save"}
    assert client.post(path, data=sent).status_code == 303
    after = version_of(db, made["draft"], 2).body["body"]["options"]
    assert ([o["id"] for o in after[:2]], after[2]["id"] not in before) == (before, True)


def test_two_who_edit_at_once_see_each_other(db, client_of, cast, made, now, state_of):
    client, path = client_of(cast.chen), f"/bank/{made['draft']}/edit"
    sent = posted(body_of(client.get(path)))
    with db.transaction() as session:
        write.save(session, cast.chen, made["draft"], 1, texts.content("two", "甲改的题干？"), now)
    body = body_of(client.post(path, data=sent | {"stem": "乙改的题干？", "do": "save"}), 409)
    assert faults(body) == []
    form = posted(body)
    assert (form["stem"], form["number"]) == ("乙改的题干？", "2")
    assert client.post(path, data=form | {"do": "save"}).status_code == 303
    assert state_of(made["draft"]) == ("draft", 3, None)


def test_the_next_question_starts_with_the_attributes_of_the_previous_one(client_of, cast, made):
    client = client_of(cast.chen)
    saved = client.post("/bank/new", data=FIELDS | {"name": "six", "do": "next"})
    sent = posted(body_of(client.get(saved.headers["Location"])))
    assert (sent["source"], sent["tags"], sent["points"], sent["stem"]) == (
        META["source"],
        "公文、基础",
        "2",
        "",
    )


def test_the_form_can_be_left_for_the_text_with_what_was_typed(client_of, cast, made):
    body = body_of(client_of(cast.chen).post("/bank/new", data=FIELDS | {"name": "six", "do": "text"}))
    assert 'stem = "哪一种公文请求批准？"' in next(tree(body).iter("textarea")).text


@pytest.mark.parametrize(
    "query", ["competency=x&kind=essay", "competency=writing&kind=x", "kind=../x", "competency=writing"]
)
def test_a_new_question_needs_a_competency_and_a_kind(client_of, cast, made, query):
    body = body_of(client_of(cast.chen).get(f"/bank/new?{query}"), 400)
    assert (faults(body), list(tree(body).iter("textarea"))) == ([], [])


@pytest.mark.parametrize(
    "odd",
    [
        {"options.99.text": "x"},
        {"options.0.text": "x"},
        {"do": "nothing.at.all"},
        {"number": "x"},
        {"options.1.text": "字" * 30_000},
    ],
)
def test_unknown_fields_do_no_harm(client_of, cast, made, odd):
    assert (
        client_of(cast.chen).post("/bank/new", data=FIELDS | {"do": "save", "name": "six"} | odd).status_code
        < 500
    )
