"""Incomplete drafts: kept as they are, listed with what is missing, and never reviewed or drawn before they are whole."""

import pytest
from sqlalchemy import func, select

from lms.bank import review, write
from lms.bank.authoring import unfinished
from lms.bank.listing_models import UnfinishedQuestion
from lms.bank.models import Item
from lms.domain.problem import Refused
from lms.platform.audit import AuditEvent
from tests import exam_data
from tests.bank import texts
from tests.bank.answers import body_of, summary
from tests.bank.authoring.test_editor import FIELDS, posted, version_of
from tests.web.faults import faults, tree, words

HALF = FIELDS | {
    "options.1.right": "",
    "options.2.text": "",
    "en.options.2.text": "",
    "source": "",
    "rationale": "",
}
BARE = FIELDS | {"source": "", "rationale": "", "en.rationale": "", "checked": ""}


def notices(body):
    """What is missing, as the page lists it: [(href, text)]."""
    boxes = [d for d in tree(body).iter("div") if (d.get("class") or "").startswith("notice")]
    return [(a.get("href"), words(li)) for box in boxes for li in box.iter("li") for a in li.iter("a")]


def saved(client, path, **fields):
    answer = client.post(path, data=fields | {"do": "save"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.location


def count(db, noun):
    with db.read() as session:
        return session.scalar(select(func.count()).select_from(noun))


@pytest.mark.parametrize(("language", "labels"), [("zh", ["解析", "依据"]), ("en", ["Rationale", "Source"])])
def test_a_draft_without_rationale_and_source_is_saved_and_lists_them(
    client_of, cast, made, state_of, language, labels
):
    client = client_of(cast.chen, language)
    address = saved(client, "/bank/new", **BARE)
    item_id = int(address.rpartition("/")[2])
    body = body_of(client.get(address))
    assert (faults(body), notices(body)) == (
        [],
        [
            (f"{address}/edit#f-{name}", label)
            for name, label in zip(("rationale", "source"), labels, strict=True)
        ],
    )
    form = posted(body_of(client.get(f"{address}/edit")))
    saved(client, f"{address}/edit", **form | {"rationale": "理由", "source": "《条例》第十五条"})
    assert client.post(f"{address}/hand-in", data={"number": "2"}).status_code == 303
    assert state_of(item_id) == ("in_review", 2, None)


def test_what_makes_a_question_is_marked_and_nothing_else(client_of, cast, made):
    body = body_of(client_of(cast.chen).get("/bank/new?competency=writing&kind=single_choice"))
    marked = [
        label.text.strip()
        for label in tree(body).iter()
        if label.tag in ("label", "legend") and "必填" in words(label)
    ]
    assert marked == ["题干", "选项", "等级"]
    needed = [e.get("name") for e in tree(body).iter() if e.get("aria-required")]
    assert needed == ["stem", "level"]
    assert "required" not in {name for e in tree(body).iter("textarea") for name in e.attrib}


def test_a_text_to_read_needs_no_rationale(client_of, cast, made, state_of):
    client = client_of(cast.chen)
    begun = posted(body_of(client.get("/bank/new?competency=writing&kind=description")))
    address = saved(client, "/bank/new", **begun | {"stem": "材料一", "source": "惯例"})
    item_id = int(address.split("/")[2])
    assert client.post(f"/bank/{item_id}/hand-in", data={"number": "1"}).status_code == 303
    assert state_of(item_id) == ("in_review", 1, None)


def test_a_half_written_question_is_kept_completed_and_submitted(db, client_of, cast, made, state_of):
    client = client_of(cast.chen)
    address = saved(client, "/bank/new", **HALF)
    assert (address, count(db, Item)) == ("/bank/unfinished/1", len(made))
    body = body_of(client.get(address))
    assert (faults(body), summary(body)) == ([], [])
    listed = notices(body)
    assert [href for href, _ in listed] == ["#f-options", "#f-options-2-text"]
    assert listed[1:] == [
        ("#f-options-2-text", "选项 B 文字：没有填写；请补上这一项"),
    ]
    form = posted(body)
    assert {name: form[name] for name in HALF if HALF[name] and name in form} == {
        name: value for name, value in HALF.items() if value and name in form
    }
    whole = {"options.1.right": "1", "options.2.text": "报告", "en.options.2.text": "Report"}
    whole |= {"rationale": "理由", "source": "《条例》"}
    item = saved(client, address, **form | whole)
    item_id = int(item.rpartition("/")[2])
    assert (client.get(address).status_code, count(db, UnfinishedQuestion)) == (404, 0)
    assert client.post(f"{item}/hand-in", data={"number": "1"}).status_code == 303
    assert state_of(item_id) == ("in_review", 1, None)
    with db.read() as session:
        actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc()).limit(4)).all()
    assert actions == ["bank.hand_in", "bank.finish", "bank.save", "bank.keep"]


def test_an_empty_form_is_kept_and_saving_it_again_makes_no_second(db, client_of, cast, made):
    client = client_of(cast.chen)
    begun = posted(body_of(client.get("/bank/new?competency=writing&kind=single_choice")))
    address = saved(client, "/bank/new", **begun)
    assert saved(client, address, **posted(body_of(client.get(address)))) == address
    assert count(db, UnfinishedQuestion) == 1
    listed = next(
        s for s in tree(body_of(client.get("/bank"))).iter("section") if s.get("id") == "unfinished"
    )
    assert faults(body_of(client.get("/bank"))) == []
    (link,) = [(a.get("href"), words(a)) for a in listed.iter("a")]
    assert link == (address, "（没有题干）")
    assert "1 道题没写完" in words(tree(body_of(client.get("/"))))


def test_a_value_that_cannot_be_read_is_not_kept(db, client_of, cast, made):
    client = client_of(cast.chen)
    body = body_of(client.post("/bank/new", data=HALF | {"points": "二", "do": "save"}), 400)
    assert "#f-points" in [href for href, _ in summary(body)]
    assert (count(db, UnfinishedQuestion), count(db, Item)) == (0, len(made))


def test_nobody_else_sees_what_is_not_finished(client_of, cast, made, db):
    address = saved(client_of(cast.chen), "/bank/new", **HALF)
    for other in (cast.zhao, cast.lin):
        client = client_of(other)
        assert client.get(address).status_code in (403, 404)
        assert client.post(f"{address}/discard").status_code in (403, 404)
    assert count(db, UnfinishedQuestion) == 1


def test_unfinished_changes_leave_the_version_as_it_was_until_they_are_whole(
    db, client_of, cast, made, state_of
):
    client, path = client_of(cast.chen), f"/bank/{made['approved']}/edit"
    form = posted(body_of(client.get(path))) | {"stem": "改了的题干？", "options.1.right": ""}
    address = saved(client, path, **form)
    assert state_of(made["approved"]) == ("approved", 1, 1)
    assert client.get(path).location == address
    page = body_of(client.get(f"/bank/{made['approved']}"))
    assert (faults(page), address in page) == ([], True)
    whole = posted(body_of(client.get(address))) | {"options.1.right": "1"}
    assert saved(client, address, **whole) == f"/bank/{made['approved']}"
    assert (state_of(made["approved"]), count(db, UnfinishedQuestion)) == (("draft", 2, 1), 0)
    assert version_of(db, made["approved"], 2).body["body"]["stem"] == "改了的题干？"


def test_unfinished_changes_of_an_older_version_show_the_newer_one(db, client_of, cast, made, now, state_of):
    client, path = client_of(cast.chen), f"/bank/{made['draft']}/edit"
    form = posted(body_of(client.get(path))) | {"stem": "", "number": "1"}
    address = saved(client, path, **form)
    with db.transaction() as session:
        write.save(session, cast.chen, made["draft"], 1, texts.content("two", "甲改的题干？"), now)
    sent = posted(body_of(client.get(address))) | {"stem": "乙改的题干？", "do": "save"}
    body = body_of(client.post(address, data=sent), 409)
    assert (faults(body), posted(body)["number"]) == ([], "2")
    saved(client, address, **posted(body))
    assert (state_of(made["draft"]), count(db, UnfinishedQuestion)) == (("draft", 3, None), 0)


def test_what_is_not_finished_can_be_discarded(db, client_of, cast, made):
    client = client_of(cast.chen)
    address = saved(client, "/bank/new", **HALF)
    assert client.post(f"{address}/discard").location == "/bank"
    assert (client.get(address).status_code, count(db, UnfinishedQuestion)) == (404, 0)


def test_after_an_unfinished_question_another_is_begun(client_of, cast, made):
    client = client_of(cast.chen)
    answer = client.post("/bank/new", data=HALF | {"do": "next"})
    assert answer.location == "/bank/new?competency=writing&kind=single_choice"
    assert "没写完的题" in words(tree(body_of(client.get(answer.location))))


@pytest.mark.both_engines
def test_an_author_keeps_one_of_each_item_and_no_more_than_a_hundred(session, cast, now, monkeypatch):
    item = texts.draft(session, cast.chen, now)
    edit = unfinished.Typed("single_choice", "writing", {"stem": "一"}, item.id, 1)
    kept = unfinished.keep(session, cast.chen, edit, now)
    again = unfinished.Typed("single_choice", "writing", {"stem": "二"}, item.id, 1)
    assert unfinished.keep(session, cast.chen, again, now).id == kept.id
    assert [row.fields for row in unfinished.all_of(session, cast.chen)] == [{"stem": "二"}]
    new = unfinished.Typed("single_choice", "writing", {})
    for _ in range(unfinished.MOST - 1):
        unfinished.keep(session, cast.chen, new, now)
    with pytest.raises(Refused) as refused:
        unfinished.keep(session, cast.chen, new, now)
    assert refused.value.code == "bank.unfinished"
    assert (unfinished.count(session, cast.chen), unfinished.count(session, cast.zhao)) == (
        unfinished.MOST,
        0,
    )


@pytest.mark.both_engines
def test_a_question_without_a_rationale_is_reviewed_and_approved_like_others(session, cast, now):
    bare = texts.content("doc-1", "无解析？")
    bare.rationale["zh"] = ""
    exam_data.competency(session)
    item = write.create(session, cast.chen, bare, now)
    review.submit_for_review(session, cast.chen, item.id, 1, now)
    review.approve(session, cast.zhao, item.id, 1, "", now)
    assert (item.state, item.approved_number) == ("approved", 1)
