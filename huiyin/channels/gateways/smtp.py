"""Handing one mail to the SMTP server of the settings."""

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formatdate

from django.conf import settings
from django.core.mail import EmailMessage, get_connection


@dataclass(frozen=True)
class Mail:
    """What is sent: plain text, with the files already decrypted as (name, bytes, MIME type). `reply_to`: where answers
    go, when not to the sender."""

    message_id: str
    address: str
    subject: str
    body: str
    files: Sequence[tuple[str, bytes, str]] = ()
    reply_to: str = ""


class NotSent(Exception):  # noqa: N818 - an answer of the server
    """The server did not take the mail. `permanent`: trying again will not help (the address does not exist)."""

    def __init__(self, answer: str, *, permanent: bool) -> None:
        super().__init__(answer)
        self.answer = answer
        self.permanent = permanent


def send(mail: Mail) -> str:
    """Hand `mail` over; returns once the server has accepted it (that is when a notice by e-mail counts as sent).

    Raises NotSent with the server's own words, without the address.
    """
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": formatdate(localtime=True),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
        connection=get_connection(fail_silently=False),
    )
    for name, data, mime in mail.files:
        message.attach(name, data, mime)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise NotSent(_words(code, words, mail.address), permanent=code >= 500) from None
    except smtplib.SMTPResponseException as refused:
        # 5xx to the content or the recipient is final; to the greeting, the sign-in or the sender it is our own set-up.
        final = isinstance(refused, smtplib.SMTPDataError) and refused.smtp_code >= 500
        raise NotSent(_words(refused.smtp_code, refused.smtp_error, mail.address), permanent=final) from None
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent(f"{type(error).__name__}: {error}"[:300], permanent=False) from error
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} accepted"


def _words(code: int, words: bytes | str, address: str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {text.replace(address, '…')}"[:300]
