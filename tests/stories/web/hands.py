"""What people do with their browsers: the staff at the desk, a customer on the portal. Selectors are the names of form
fields, and roles; words are looked up, so that a better translation breaks nothing.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils.translation import gettext, override

from huiyin.accounts import actions as accounts
from huiyin.cases import queries as cases
from huiyin.cases.models import Case
from huiyin.channels import sweeps as mail
from huiyin.clocks import sweeps as clocks
from huiyin.complaints import sweeps
from huiyin.core.actors import system
from huiyin.core.time import SHANGHAI, now
from tests.conftest import SmtpServer
from tests.people import House

Fields = Mapping[str, Any]
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def paper(name: str, data: bytes = PDF, kind: str = "application/pdf") -> dict[str, Any]:
    """A file as somebody chooses it; its bytes differ by its name."""
    return {"name": name, "mimeType": kind, "buffer": data + name.encode()}


def say(words: str, language: str = "zh-hans") -> str:
    """A sentence of the interface as it stands on the page."""
    with override(language):
        return gettext(words)


def moment(at: datetime) -> str:
    """An instant as a field of a form takes it, to the minute."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def fill(form: Any, fields: Fields) -> None:
    """Type, tick, choose and attach, by the names of the fields."""
    for name, value in fields.items():
        found = form.locator(f'[name="{name}"]')
        kind = found.first.evaluate("e => e.type || e.tagName.toLowerCase()")
        if kind in ("radio", "checkbox"):
            for one in value if isinstance(value, list) else [value]:
                (found.first if one is True else form.locator(f'[name="{name}"][value="{one}"]')).check()
        elif kind.startswith("select"):
            found.select_option(str(value))
        elif kind == "file":
            found.set_input_files(value)
        else:
            found.fill(str(value))


def _is_sent(answer: Any) -> bool:
    """Whether it is the answer to what a person sent: a page also looks, keeps drafts and says who is there."""
    return answer.request.method == "POST" and not re.search(r"/look|/here$|/gone$|/drafts/", answer.url)


@dataclass
class Desk:
    """Somebody of the cast at work."""

    page: Any
    live: str
    name: str

    def open(self, path: str) -> Any:
        """A page of the desk; the answer of the server."""
        return self.page.goto(f"{self.live}/desk/{path}")

    def see(self, number: str) -> "Desk":
        """The case on one page."""
        answer = self.open(f"complaints/{number}/")
        assert answer.status == 200, f"{self.name} sees {answer.status}"
        return self

    @property
    def course(self) -> Any:
        return self.page.locator("#case-course")

    def button(self, step: str) -> Any:
        """The button of a step that can be taken now."""
        return self.course.locator(f'.hy-step-list a[href$="/steps/{step}/"], .hy-task-acts a[href*="/steps/{step}/"]')

    def begin(self, step: str) -> Any:
        """Open the form of a step in its place, or on its own page when it is a wide one."""
        assert self.button(step).count(), f"{self.name} is not offered {step}: {self.course.inner_text()}"
        self.button(step).first.click()
        form = self.page.locator(f"#step-{step}")
        form.wait_for()
        return form

    def send(self, form: Any) -> int:
        """Press the form's button; the status of the answer."""
        button = form.locator(".hy-form-actions button:not([formaction])").first
        with self.page.expect_response(_is_sent) as answer:
            button.click()
        answered = int(answer.value.status)
        self.page.wait_for_function("() => !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")
        return answered

    def take(self, step: str, fields: Fields | None = None, **more: Any) -> None:
        """Take a step on the page that is open: its form, its button, and the page as it is then."""
        form = self.begin(step)
        fill(form, {**(fields or {}), **more})
        status = self.send(form)
        assert status in (200, 302), f"{self.name} {step}: {status} {self.page.locator('main').inner_text()}"
        form.wait_for(state="detached")
        self.course.wait_for()

    def refused(self, step: str, status: int = 409, fields: Fields | None = None, **more: Any) -> str:
        """Take a step that must be refused; what the page says."""
        form = self.begin(step)
        fill(form, {**(fields or {}), **more})
        assert self.send(form) == status
        self.page.locator(f"#step-{step}").locator(".hy-problem, .hy-error:visible").first.wait_for()
        return str(self.page.locator(f"#step-{step}").inner_text())

    def needs(self, step_title: str) -> str:
        """What a step that is not possible yet still needs, as the page says it."""
        closed = self.course.locator(".hy-step-closed", has_text=say(step_title)).first
        return str(closed.text_content())


@dataclass
class Guest:
    """A customer and their browser."""

    page: Any
    live: str

    @property
    def form(self) -> Any:
        return self.page.locator("main form.hy-form")

    def open(self, path: str = "") -> Any:
        return self.page.goto(f"{self.live}/{path}")

    def next(self, fields: Fields) -> None:
        """Fill in the form of the page and press its first button."""
        fill(self.form, fields)
        self.press()

    def press(self) -> None:
        """Press the button of the form, and wait until its answer is the page."""
        with self.page.expect_response(_is_sent):
            self.form.locator(".hy-form-actions button").first.click()
        self.page.wait_for_load_state()

    def complain(self, what: Fields, who: Fields, reach: Fields) -> tuple[str, str]:
        """The three steps; number and code of the receipt."""
        self.open("complain")
        self.next(what)
        self.page.wait_for_url("**/complain/who")
        self.next(who)
        self.page.wait_for_url("**/complain/reach")
        self.next(reach)
        self.page.wait_for_url("**/complain/receipt")
        return self.receipt()

    def receipt(self) -> tuple[str, str]:
        shown = self.page.locator(".hy-receipt-number").all_inner_texts()
        return shown[0].split()[0], shown[1].split()[0]

    def follow(self, number: str, secret: str) -> None:
        """Open the complaint with number and code."""
        self.open("follow")
        self.next({"number": number, "secret": secret})
        self.page.wait_for_url("**/story")

    def story(self, number: str) -> str:
        """The page on which a complaint is followed: its text."""
        self.open(f"follow/{number}/story")
        return str(self.page.locator("main").inner_text())

    def way(self, words: str) -> None:
        """Choose one of the things that can be done."""
        self.page.locator(".hy-way", has_text=say(words)).click()
        self.form.wait_for()


@dataclass
class Stage:
    """The house, its site, and everybody's browser."""

    house: House
    live: str
    server: SmtpServer
    screen: Callable[..., Any]
    desks: dict[str, Desk] = field(default_factory=dict)

    def desk(self, name: str) -> Desk:
        """The desk of somebody, signed in; always the same browser."""
        if name not in self.desks:
            self.desks[name] = self.second_desk(name)
        return self.desks[name]

    def second_desk(self, name: str, **options: Any) -> Desk:
        """One more browser of somebody."""
        client = Client()
        client.force_login(self.house[name])
        page = self.screen(1440, 900, **options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.live}])
        return Desk(page, self.live, name)

    def by_link(self, name: str) -> Desk:
        """Somebody comes in by a one-time link, and gets a browser for the rest of the story."""
        secret = accounts.issue_sign_in_link(user=self.house[name], by=system("test"), at=now())
        desk = Desk(self.screen(1440, 900), self.live, name)
        desk.open(f"enter/{secret}")
        desk.page.get_by_role("button", name=say("Go to my desk")).click()
        desk.page.wait_for_url("**/desk/")
        self.desks[name] = desk
        return desk

    def guest(self, *, wide: bool = False, **options: Any) -> Guest:
        """A customer on a phone, or at a desk of their own."""
        if wide:
            return Guest(self.screen(1440, 900, **options), self.live)
        return Guest(self.screen(390, 844, has_touch=True, is_mobile=True, **options), self.live)

    def minute(self) -> None:
        """What the worker does every minute: mail leaves, its fate is taken over, alarms fire."""
        mail.resend_mail()
        sweeps.confirm_notices()
        sweeps.lapse_extensions()
        clocks.run_due()

    def mailed(self, words: str) -> int:
        """How many mails that arrived say `words`."""
        parts = [one.get_body(("plain", "html")) for one in self.server.messages]
        return sum(words in str(part.get_content()) for part in parts if part is not None)

    def case(self, number: str) -> Case:
        return Case.objects.select_related("complaint", "owner", "unit").get(number=number)

    def secret(self, number: str) -> str:
        return cases.secret_of(self.case(number))

    def pk(self, name: str) -> str:
        return str(self.house[name].pk)
