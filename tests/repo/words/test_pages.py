"""Every page that anybody can reach, and the refusals of every form, are in the reader's words and language."""

import re
import subprocess
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests import make
from tests.repo.docs import access_of
from tests.repo.test_access import ROLES, expected
from tests.repo.words.found import code_in, foreign_in, read_texts
from tests.web.faults import tree

IN_BOTH = {"web.styleguide", "certificates.pdf"}
"""Every component is shown in both languages; a certificate is in both."""
CODE_BY_NATURE = {
    "bank.edit_text": "a question as files of the bank have it, with a description of that format",
    "bank.new_text": "the same for a new question",
}
DATA = re.compile(
    r"https?://[\w.:/-]+|lms\.toml|wuneng_verify\.py|CANARY[A-Z-]*|[a-z0-9]+(?:[-/:][a-z0-9-]+)+(?:\.\w+)?|E\d{3}|WN\d{4}-\d{6}|[0-9A-Z]{5}(?:-[0-9A-Z]{5})+|[0-9a-f]{12,}…?(?:\.png)?"
    r"|\b(?:CITY|OFFICE|EDU|FIN|CLASS|kinds|writing|documents|program|test|local|form|text|canary|nothing|new)\b"
)
"""What people of this world typed, and what stored things are called: names of items, units, exams and files."""


def rules(app: Flask, role: str, method: str) -> Iterator[Rule]:
    """Yield the rules of pages that this role may use, by this method."""
    for rule in app.url_map.iter_rules():
        usable = rule.methods and method in rule.methods and expected(access_of(app, rule), role) == "in"
        if usable and rule.endpoint not in IN_BOTH and not rule.rule.startswith("/api"):
            yield rule


def texts_of(answer: TestResponse, language: str) -> Iterator[str]:
    """Yield what people read of a page or a print."""
    if answer.mimetype == "text/html" and not 300 <= answer.status_code < 400:
        yield from read_texts(tree(answer.get_data(as_text=True)), language)
    elif answer.mimetype == "application/pdf":
        reader = ["pdftotext", "-layout", "-", "-"]
        text = subprocess.run(reader, input=answer.get_data(), capture_output=True, check=True).stdout
        yield from text.decode().splitlines()


def wrong_words(answer: TestResponse, endpoint: str, language: str) -> set[str]:
    """Return what does not belong into this page or print; nothing for other responses."""
    found: set[str] = set()
    for text in texts_of(answer, language):
        own = DATA.sub(" ", text)
        wrong = [] if endpoint in CODE_BY_NATURE else code_in(own)
        if language == "zh" and endpoint not in CODE_BY_NATURE:
            wrong += foreign_in(own, "zh")
        found |= {f"{word}: {' '.join(text.split())[:120]}" for word in wrong}
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_is_in_the_words_of_its_reader(app, db, cast, world, now, role, language):
    actor = None if role == "stranger" else cast.all()[role]
    client, found = make.client(app, db, actor, now, language), {}
    for rule in rules(app, role, "GET"):
        with client.get(world.address(app, rule)) as answer:
            if wrong := wrong_words(answer, rule.endpoint, language):
                found[rule.rule] = wrong
    assert found == {}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_refusal_of_a_form_is_in_the_words_of_its_reader(app, db, cast, world, now, role, language):
    actor = None if role == "stranger" else cast.all()[role]
    found = {}
    for rule in rules(app, role, "POST"):
        client = make.client(app, db, actor, now, language)
        with client.post(world.address(app, rule), follow_redirects=True) as answer:
            if wrong := wrong_words(answer, rule.endpoint, language):
                found[rule.rule] = wrong
    assert found == {}


def test_what_is_wrong_is_found():
    page = tree(
        '<html lang="zh-Hans"><title>错</title><p>没有填写 <b>min_chars</b></p><p lang="en">fine</p>'
        "<code>x = 1</code><p title='the'>order[2]</p>"
    )
    texts = list(read_texts(page, "zh"))
    assert [word for text in texts for word in code_in(text)] == ["min_chars", "order[2]"]
    assert [word for text in texts for word in foreign_in(text, "zh")] == ["min", "chars", "the", "order"]
