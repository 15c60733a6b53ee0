"""Nasty mails, made by number: the same number is the same mail. For the tests and for the storm."""

# ruff: noqa: S311 - chance that can be repeated is what is wanted here

import base64
import random
import sys
from collections.abc import Callable
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

NAMES = ("李春梅", "王建国", "欧阳靖", "张㑇", "陈龘")
STORY = "我买的保险理赔被拒，请尽快处理。保单号P2026"


def _head(number: int, *, sender: str = "", subject: str = "投诉理赔", extra: str = "") -> bytes:
    who = sender or f"kh{number}@example.com"
    return (
        f"From: =?utf-8?b?{base64.b64encode(NAMES[number % 5].encode()).decode()}?= <{who}>\r\n"
        f"To: tousu@hengze.example\r\nSubject: =?utf-8?b?{base64.b64encode(subject.encode()).decode()}?=\r\n"
        f"Message-ID: <n{number}.{random.Random(number).getrandbits(48)}@example.com>\r\n"
        f"Date: Mon, 02 Mar 2026 10:00:00 +0800\r\nMIME-Version: 1.0\r\n{extra}"
    ).encode()


def plain(number: int) -> bytes:
    return _head(number) + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + f"{STORY}{number}\r\n".encode()


def gb18030(number: int) -> bytes:
    return (
        _head(number)
        + b"Content-Type: text/plain; charset=gb2312\r\n\r\n"
        + f"龘㑇{STORY}{number}\r\n".encode("gb18030")
    )


def hz(number: int) -> bytes:
    return _head(number) + b"Content-Type: text/plain; charset=hz-gb-2312\r\n\r\n" + STORY.encode("hz") + b"\r\n"


def raw_headers(number: int) -> bytes:
    return f"From: 王五 <w{number}@example.com>\r\nSubject: 我要投诉{number}\r\n\r\n请处理\r\n".encode("gbk")


def no_headers(number: int) -> bytes:
    return f"\r\n{STORY}{number}".encode()


def no_from(number: int) -> bytes:
    return f"Subject: ?\r\nMessage-ID: <nofrom{number}@x>\r\n\r\n{STORY}".encode()


def empty(number: int) -> bytes:
    return b"" if number % 2 else _head(number) + b"\r\n"


def wrong_charset(number: int) -> bytes:
    return _head(number) + b'Content-Type: text/plain; charset="zip-9"\r\n\r\n' + b"\xff\xfe\xfa\x81" * 40


def null_bytes(number: int) -> bytes:
    return _head(number) + b"Content-Type: text/plain\r\n\r\n\x00a\x00b\x00" + STORY.encode() + b"\x00"


def html_only(number: int) -> bytes:
    page = f"<html><style>p{{}}</style><script>alert(1)</script><p>{STORY}{number}<p>{'<div>' * 300}<a href='http://x.cn'>看"
    return _head(number) + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()


def names(number: int) -> bytes:
    made = MIMEMultipart()
    made.attach(MIMEText(STORY, "plain", "utf-8"))
    body = made.as_bytes().partition(b"\n\n")[2]
    edge = str(made.get_boundary()).encode()
    parts = [
        b"Content-Disposition: attachment; filename*0*=gb2312''%B2%A1; filename*1*=%C0%FA.pdf",
        'Content-Disposition: attachment; filename="病历.pdf"'.encode("gbk"),
        b'Content-Disposition: attachment; filename="=?gbk?B?sqHA+i5wZGY=?="',
        b'Content-Disposition: attachment; filename="../../etc/passwd"',
    ]
    files = b"".join(
        b"--" + edge + b"\nContent-Type: application/pdf\n" + one + b"\nContent-Transfer-Encoding: base64\n\nJVBERi0x\n"
        for one in parts
    )
    head = _head(number) + f'Content-Type: multipart/mixed; boundary="{edge.decode()}"\r\n\r\n'.encode()
    return head + body.replace(b"--" + edge + b"--", files + b"--" + edge + b"--")


def many_files(number: int) -> bytes:
    parts = "".join(
        f"--b\r\nContent-Type: image/png; name=p{n}.png\r\nContent-Disposition: attachment\r\n\r\nx{number}.{n}\r\n"
        for n in range(70)
    )
    return _head(number) + f'Content-Type: multipart/mixed; boundary="b"\r\n\r\n{parts}--b--\r\n'.encode()


def deep(number: int) -> bytes:
    inner = f"Content-Type: text/plain\r\n\r\n{STORY}".encode()
    for level in range(60 + number % 3 * 400):
        edge = f"e{level}".encode()
        inner = b'Content-Type: multipart/mixed; boundary="' + edge + b'"\r\n\r\n--' + edge + b"\r\n" + inner
    return _head(number) + inner


def nested(number: int) -> bytes:
    return _head(number, subject="转发") + b"Content-Type: message/rfc822\r\n\r\n" + gb18030(number + 100_000)


def outlook(number: int) -> bytes:
    return (
        _head(number)
        + b"Content-Type: application/ms-tnef; name=winmail.dat\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\neJ8+Iq==\r\n"
    )


def huge_header(number: int) -> bytes:
    return (
        _head(number, extra=f"X-Junk: {'x ' * 60_000}\r\nReferences: {'<a@b> ' * 9000}\r\n") + b"\r\n" + STORY.encode()
    )


def unclosed(number: int) -> bytes:
    return _head(number) + b'Content-Type: multipart/mixed; boundary="never"\r\n\r\nno part begins here\r\n'


def broken_base64(number: int) -> bytes:
    body = base64.b64encode(f"{STORY}{number}".encode()).decode()[:-3] + "!!!"
    head = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return _head(number) + head + body.encode()


def calendar(number: int) -> bytes:
    return _head(number) + b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


def noise(number: int) -> bytes:
    return random.Random(number).randbytes(800)


def away(number: int) -> bytes:
    return _head(number, subject="自动回复：出差中", extra="Auto-Submitted: auto-replied\r\n") + b"\r\nback on Monday"


def stranger_names_a_case(number: int) -> bytes:
    return _head(number, subject="Re: TS26030200000015") + b"\r\nplease tell me everything"


def newsletter(number: int) -> bytes:
    return _head(number, subject="优惠", extra="List-Id: <x.example.com>\r\nPrecedence: bulk\r\n") + b"\r\nbuy"


def stray_bounce(number: int) -> bytes:
    return bounce(f"never-sent-{number}@hengze.example", number)


def bounce(message_id: str, number: int = 0, *, action: str = "failed") -> bytes:
    """A report (RFC 3464) that the mail of this id was not delivered."""
    return (
        f"From: MAILER-DAEMON@mx.example.com\r\nTo: tousu@hengze.example\r\nSubject: Undelivered Mail {number}\r\n"
        f"Message-ID: <dsn{number}@mx.example.com>\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="r"\r\n\r\n'
        "--r\r\nContent-Type: text/plain\r\n\r\nsorry\r\n"
        "--r\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; li@example.com\r\nAction: {action}\r\nStatus: 5.1.1\r\n"
        "Diagnostic-Code: smtp; 550 no such user li@example.com\r\n\r\n"
        f"--r\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{message_id}>\r\nSubject: x\r\n\r\n--r--\r\n"
    ).encode()


KINDS: tuple[Callable[[int], bytes], ...] = (
    plain, gb18030, hz, raw_headers, no_headers, no_from, empty, wrong_charset, null_bytes, html_only, names,
    many_files, deep, nested, outlook, huge_header, unclosed, broken_base64, calendar, noise, away,
    stranger_names_a_case, newsletter, stray_bounce,
)  # fmt: skip


def mail(number: int) -> bytes:
    """The nasty mail of this number; every eleventh is a copy of an earlier one."""
    if number % 11 == 10:
        number -= 10
    return KINDS[number % len(KINDS)](number)


def write(folder: Path, number: int) -> None:
    """Leave `number` nasty mails as files, for `huiyin mail take FOLDER` and a worker."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in range(number):
        (folder / f"{place:06d}.eml").write_bytes(mail(place))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
