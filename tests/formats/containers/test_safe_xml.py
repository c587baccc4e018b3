"""XML from unknown sources: entities are refused, no address is fetched, size and depth are bounded."""

import socket
import threading

import pytest

from lms.domain.problem import Problem
from lms.formats.containers.safe_xml import (
    child,
    descendants,
    first_tag,
    iterate,
    local_name,
    parse_xml,
    text,
)


def refusal(data: bytes) -> str:
    found = parse_xml(data)
    assert isinstance(found, Problem)
    return found.what.en


def root_text(data: bytes) -> str:
    root = parse_xml(data)
    assert not isinstance(root, Problem)
    return text(root)


ENTITIES = "declares a document type or entities, which may be harmful; it was not read"
LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"ha") for n in range(10))
HOSTILE = [
    b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
    b"<!DOCTYPE a [" + LAUGHS + b"]><a>&l9;</a>",
    b'<!DOCTYPE a [<!ENTITY x "' + b"y" * 50_000 + b'">]><a>' + b"&x;" * 50_000 + b"</a>",
    b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/p"> %p;]><a/>',
    '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
    b"<!-- <a/> --><?pi?>\n<!DOCTYPE a [<!-- ]> --><!ENTITY x 'y'>]><a>&x;</a>",
]


@pytest.mark.parametrize("data", HOSTILE)
def test_entities_are_refused_at_once(data: bytes) -> None:
    assert refusal(data) == ENTITIES


def test_a_document_type_without_entities_is_skipped_and_keeps_the_lines() -> None:
    root = parse_xml(
        b'<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "a.dtd" [\n<!-- it\'s -->\n<!ELEMENT a ANY>\n]>\n<a/>'
    )
    assert not isinstance(root, Problem)
    assert root.sourceline == 6


def test_no_address_is_fetched() -> None:
    connected = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        port = server.getsockname()[1]
        parse_xml(b'<!DOCTYPE a SYSTEM "http://127.0.0.1:%d/a.dtd"><a xmlns:xi="http://www.w3.org/2001/XInclude">'
                  b'<xi:include href="http://127.0.0.1:%d/b"/></a>' % (port, port))  # fmt: skip
        try:
            server.accept()
            connected.set()
        except TimeoutError:
            pass
    assert not connected.is_set()


def test_utf_7_is_refused() -> None:
    assert (
        refusal(b'<?xml version="1.0" encoding="UTF-7"?>+ADw-a/+AD4-')
        == "the encoding utf-7 is not supported"
    )


def test_deep_trees_are_refused() -> None:
    assert root_text(b"<a>" * 200 + b"x" + b"</a>" * 200) == "x"
    assert refusal(b"<a>" * 201 + b"</a>" * 201) == "has tags more than 200 levels deep"
    assert "is not well-formed XML" in refusal(b"<a>" * 100_000)


def test_too_many_tags_are_refused() -> None:
    assert refusal(b"<a>" + b"<b/>" * 1_000_001 + b"</a>") == "has more than 1000000 tags"


@pytest.mark.parametrize("encoding", ["gbk", "gb2312", "gb18030", "utf-8", "utf-16"])
def test_chinese_encodings_are_read(encoding: str) -> None:
    assert root_text(f'<?xml version="1.0" encoding="{encoding}"?><a>试题</a>'.encode(encoding)) == "试题"


def test_gbk_that_says_utf_8_is_read() -> None:
    assert root_text('<?xml version="1.0" encoding="UTF-8"?><a>试题</a>'.encode("gbk")) == "试题"


def test_characters_that_xml_does_not_know_are_dropped() -> None:
    assert root_text(b"<a>x\x0b\x00y</a>") == "xy"


def test_a_web_page_is_not_taken_for_qti() -> None:
    assert refusal(b"<!DOCTYPE html><html><body>QTI</body></html>") == (
        "this is a web page (HTML), not a file of questions: neither QTI nor Moodle XML"
    )


def test_a_broken_file_names_its_line_and_can_be_recovered() -> None:
    data = "<q>\n<a>甲&nbsp;乙</a>\n<b>丙\n</q>".encode()
    found = parse_xml(data)
    assert isinstance(found, Problem)
    assert found.where.in_("zh") == "第 2 行"
    root = parse_xml(data, recover=True)
    assert not isinstance(root, Problem)
    assert text(child(root, "a")) == "甲\xa0乙"


def test_names_are_found_whatever_their_namespace() -> None:
    root = parse_xml(b'<x:q xmlns:x="urn:x"><x:a><b>1</b></x:a></x:q>')
    assert not isinstance(root, Problem)
    assert (local_name(root), text(child(root, "a", "b")), len(descendants(root, "a", "b"))) == ("q", "1", 2)


def test_rows_come_one_by_one_and_the_problem_last() -> None:
    found = list(map(_shown, iterate(b"<t><r>1</r><x/><r>2</r><r>", "r")))
    assert found[:2] == ["1", "2"]
    assert found[2:] == ["problem"]


def _shown(found: object) -> str:
    return "problem" if isinstance(found, Problem) else text(found)


@pytest.mark.parametrize(
    ("data", "tag"),
    [
        (b"<quiz>", "quiz"), (b'\xef\xbb\xbf<?xml version="1.0"?><!-- x --><a:b xmlns:a="u"/>', "b"),
        ("<quiz/>".encode("utf-16"), "quiz"), (b"<!DOCTYPE html><html>", "html"), (b"words", ""), (b"", ""),
    ],
)  # fmt: skip
def test_the_first_tag_is_found_without_parsing(data: bytes, tag: str) -> None:
    assert first_tag(data) == tag
