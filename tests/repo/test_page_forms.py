"""Pages read what people type through form classes (lms/web/forms), which validate it and report errors."""

import ast
import re

from tests.repo.docs import ROOT
from tests.repo.test_source import LMS, sources

READS = {"form", "files", "values"}
THE_BASE = "lms/web/forms/form.py"
NO_PAGE_FORM = {
    "lms/sittings/views/sitting.py": "the answer to a question, whose fields its kind names, and the button below it",
    "lms/invigilation/views/transcripts.py": "the answers on a paper sheet, whose fields the kinds of question name",
    "lms/exams/views/rehearse.py": "the answers of a test sitting, whose fields the kinds of question name",
    "lms/learning/views/courses.py": "an answer to a check question, whose fields its kind names",
}
"""Modules that read something other than a page form, and what that is."""


def read_by_themselves() -> set[str]:
    """Return the modules and templates that read form data from the request."""
    found = {
        path
        for path, module in sources().items()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute)
        and node.attr in READS
        and isinstance(node.value, ast.Name)
        and node.value.id == "request"
    }
    templates = (path for path in LMS.rglob("templates/**/*.html"))
    rendered = {
        str(path.relative_to(ROOT))
        for path in templates
        if re.search(r"\brequest\.(form|files|values)\b", path.read_text("utf-8"))
    }
    return found | rendered


def test_no_page_reads_a_request_by_itself():
    assert read_by_themselves() == {THE_BASE, *NO_PAGE_FORM}
