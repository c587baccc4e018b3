"""The network never comes back: the answers leave as an encrypted file, and an invigilator imports them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.pages import check_page
from tests.journeys.site import Site
from tests.journeys.sitting.exam import Form, answer, go_on, held_by_server
from tests.journeys.sitting.test_interrupted import close_without_a_last_word, under_way

WORDS = {
    "zh": ("应急答卷", "查看内容", "导入", "林晓", "文件较新", "应急答卷已导入：4 题在服务器上"),
    "en": (
        "Answer files",
        "View contents",
        "Import",
        "林晓",
        "Newer in the file",
        "Answers on the server: 4",
    ),
}


def saved_offline(page: Page, right: list[Form], folder: Path) -> Path:
    """Two more questions are answered without a network, and the file is saved at the end of the paper."""
    page.context.set_offline(True)
    for number in (2, 3):
        answer(page, number, right[number - 1])
        go_on(page, number)
    page.locator(".answer-sheet a").last.click()
    go_on(page, len(right))
    expect(page.locator("#rescue")).to_be_visible()
    check_page(page)
    with page.expect_download() as download:
        page.locator("#rescue button").click()
    name = download.value.suggested_filename
    assert re.fullmatch(r"(应急答卷|answer-file)-[^/\\\s]+-E001\.wuneng", name)
    download.value.save_as(folder / name)
    return folder / name


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_reach_the_server_in_a_file(site: Site, tmp_path: Path, language: str) -> None:
    page, sitting, right = under_way(site, language)
    file = saved_offline(page, right, tmp_path)
    assert [word for word in ("choice", "fields", "client_time") if word in file.read_text()] == []
    close_without_a_last_word(page)
    assert held_by_server(site, sitting) == [1]
    link, see, take, who, newer, done = WORDS[language]
    jian = site.visit(site.cast.jian, language)
    jian.goto("/")
    jian.get_by_role("link", name=link).first.click()
    check_page(jian)
    jian.locator("#file").set_input_files(file)
    jian.get_by_role("button", name=see).click()
    expect(jian.locator(".summary-list")).to_contain_text(who)
    expect(jian.locator("table .tag.strong")).to_have_text(
        [newer] * 3
    )  # the third of them was seen and left blank
    check_page(jian)
    jian.locator("#reason").fill("3 号考场断网至考试结束")
    jian.get_by_role("button", name=take, exact=True).click()
    expect(jian.locator(".notice.good")).to_contain_text(done)
    assert held_by_server(site, sitting) == [1, 2, 3]


def test_a_file_that_somebody_changed_is_refused(site: Site, tmp_path: Path) -> None:
    page, sitting, right = under_way(site)
    file = saved_offline(page, right, tmp_path)
    spoiled = file.read_bytes().replace(b'"sitting":', b'"sitting":1')
    jian = site.visit(site.cast.jian)
    jian.goto("/answer-files")
    jian.locator("#file").set_input_files({"name": "x.wuneng", "mimeType": "", "buffer": spoiled})
    jian.get_by_role("button", name="查看内容").click()
    expect(jian.locator(".error-summary")).to_contain_text("文件不完整或被改动过")
    check_page(jian)
    assert held_by_server(site, sitting) == [1]
