"""Mail is sent as it was written, and no header can be injected."""

import logging
import socket
from email import message_from_bytes, policy
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller

from lms.platform.jobs import enqueue, work_once
from lms.platform.mail import compose, send


class Box:
    """A mailbox on this machine."""

    def __init__(self) -> None:
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


class Office(Controller):
    """Serves a mailbox on a port of the system's choice, which it has from the beginning and nobody else can take."""

    def __init__(self, box: Box) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        super().__init__(box, "127.0.0.1", self._listening.getsockname()[1], ready_timeout=60)

    def _create_server(self):
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


@pytest.fixture
def box():
    box = Box()
    office = Office(box)
    box.url = f"smtp://127.0.0.1:{office.port}"
    office.start()
    yield box
    office.stop()


def test_a_message_arrives_with_its_words(box):
    send(box.url, compose("wuneng@lms.test", "lin@lms.test", "学习提醒", "林晓：请于明天前完成。\n"))
    ((to, content),) = box.letters
    assert to == ["lin@lms.test"]
    message = message_from_bytes(content, policy=policy.default)
    assert message["Subject"] == "学习提醒"
    assert message.get_content().strip() == "林晓：请于明天前完成。"


@pytest.mark.parametrize("evil", ["x\nBcc: all@lms.test", "x\r\n\r\nbody", "x\r\nTo: y"])
def test_a_line_break_in_a_subject_injects_no_header(box, evil):
    send(box.url, compose("wuneng@lms.test", "lin@lms.test", evil, "正文"))
    ((to, content),) = box.letters
    assert to == ["lin@lms.test"]
    assert b"\nBcc:" not in content
    assert content.count(b"\nTo:") == 1


def test_an_address_with_a_line_break_reaches_nobody_else(box):
    send(box.url, compose("wuneng@lms.test", "lin@lms.test\nBcc: all@lms.test", "x", "y"))
    ((to, content),) = box.letters
    assert (to, b"\nBcc:" in content) == (["lin@lms.test"], False)


def test_without_a_server_it_is_in_the_log(caplog):
    logging.getLogger("lms").propagate = True
    with caplog.at_level(logging.INFO, "lms.mail"):
        send("", compose("wuneng@lms.test", "lin@lms.test", "题目", "正文"))
    assert "mail to lin@lms.test: 题目\n正文" in caplog.text


def test_a_mail_job_sends_its_payload(box, db, time):
    with db.transaction() as session:
        enqueue(session, "mail.send", {"to": "a@lms.test", "subject": "x", "body": "y"}, time.now)
    tools = SimpleNamespace(settings=SimpleNamespace(mail_url=box.url, mail_from="wuneng@lms.test"))
    assert work_once(db, time, tools)
    assert [to for to, _ in box.letters] == [["a@lms.test"]]


def test_a_dead_mail_server_does_not_lose_the_letter(box, db, time):
    with db.transaction() as session:
        enqueue(session, "mail.send", {"to": "a@lms.test", "subject": "x", "body": "y"}, time.now)
    dead, alive = (
        SimpleNamespace(settings=SimpleNamespace(mail_url=u, mail_from="w@lms.test"))
        for u in ("smtp://127.0.0.1:1", box.url)
    )
    work_once(db, time, dead)
    time.pass_(minutes=1)
    work_once(db, time, alive)
    assert len(box.letters) == 1
