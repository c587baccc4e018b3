"""Send mail by SMTP, or write it to the log if no mail server is configured."""

import logging
import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from lms.platform.jobs import Work, handler

log = logging.getLogger("lms.mail")


def compose(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    """Return a plain text message; line breaks in headers become spaces, so that no header can be injected."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = " ".join(to.split())
    message["Subject"] = " ".join(subject.split())
    message.set_content(body)
    return message


def send(url: str, message: EmailMessage) -> None:
    """Send the message through smtp://user:password@host:port (smtps:// for TLS from the start)."""
    if not url:
        log.info("mail to %s: %s\n%s", message["To"], message["Subject"], message.get_content())
        return
    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 25, timeout=20) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


@handler("mail.send")
def _send(work: Work) -> None:
    """{"to", "subject", "body"}"""
    settings = work.tools.settings
    send(settings.mail_url, compose(settings.mail_from, **work.payload))
