"""A form that came back: what its summary says about each field, and what the controls contain."""

from dataclasses import dataclass

from tests.web.faults import faults, tree, words


@dataclass(frozen=True)
class Returned:
    """The page with a form that was not right."""

    status: int
    summary: dict[str, str]
    """What the summary says, by the id of the control that its link leads to."""
    typed: dict[str, str]
    """What each control contains, by its id; empty for a checkbox or choice that is not selected."""


def returned(answer) -> Returned:
    """Read the page; it has no faults, and each error of the summary is at its field too."""
    body = answer.get_data(as_text=True)
    page = tree(body)
    assert faults(body) == []
    title = words(next(page.iter("title")))
    summaries = [e for e in page.iter("div") if e.get("class") == "error-summary"]
    assert len(summaries) == 1
    assert title.startswith(("错误：", "Error: "))
    summary = {a.get("href", "#")[1:]: words(a) for a in summaries[0].iter("a")}
    at_fields = {
        e.get("id", "")[: -len("-error")]: words(e) for e in page.iter("span") if e.get("class") == "error"
    }
    for id, words_of_link in summary.items():
        assert words_of_link.endswith(at_fields[id].removeprefix("错误：").removeprefix("Error: "))
    ids = [e.get("id") for e in page.iter() if e.get("id") in summary]
    assert list(summary) == ids, "the summary follows the page"
    return Returned(answer.status_code, summary, _typed(page))


def _typed(page) -> dict[str, str]:
    typed = {}
    for control in page.iter():
        id = control.get("id")
        if control.tag == "textarea":
            typed[id] = (control.text or "").removeprefix("\n")
        elif control.tag == "select":
            chosen = [o.get("value") for o in control.iter("option") if o.get("selected") is not None]
            typed[id] = chosen[0] if chosen else ""
        elif control.tag == "input" and control.get("type") in ("radio", "checkbox"):
            typed[id] = control.get("value") if control.get("checked") is not None else ""
        elif control.tag == "input" and id:
            typed[id] = control.get("value", "")
    return typed
