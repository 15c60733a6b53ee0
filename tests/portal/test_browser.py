"""The portal in a real browser: on a phone, without scripts, in every look, for everybody."""

from typing import Any

import pytest

from huiyin.cases import queries as cases
from huiyin.cases.models import Case, Evidence
from tests.axe import faults
from tests.catalog.made import approved, sold
from tests.complaints.along import assigned
from tests.people import build

pytestmark = pytest.mark.django_db(transaction=True)

LOOKS = [("light", "zh-hans"), ("dark", "en")]
PAPER = {"name": "发票.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 receipt"}
THUMBED = (
    "main button, main .btn, main input:not([type=hidden]), main textarea, main summary, .hy-way, .hy-portal-top a"
)


def small_targets(page: Any) -> list[str]:
    """What is pressed with a thumb and is lower than 44 px (a choice counts with its label)."""
    script = """wanted => [...document.querySelectorAll(wanted)]
        .filter(e => e.checkVisibility() && !e.closest('.hy-trap') && !e.matches('.hy-default'))
        .map(e => e.closest('label.form-check') ?? e)
        .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
    return list(page.evaluate(script, THUMBED))


def check(page: Any, path: str) -> None:
    assert faults(page) == [], path
    assert small_targets(page) == [], path
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide), f"{path} scrolls sideways"
    assert page.locator(".hy-portal-phone").is_visible(), path


def press(page: Any) -> None:
    page.locator("main form .btn-primary").click()


def write(page: Any) -> None:
    page.fill("#id_text", "我去年买的医疗险，住院后申请理赔被拒，可我从来没有得过这个病。")
    page.fill("#id_wish", "按合同赔付住院费用")


def test_a_complaint_is_made_and_followed_on_a_phone(phone: Any, live: str) -> None:
    build()
    phone.goto(live)
    phone.locator(".hy-way-first").click()
    press(phone)
    phone.locator(".hy-problem").wait_for()
    assert phone.evaluate("document.activeElement.id") == "id_text", "the first wrong field has the focus"
    write(phone)
    phone.set_input_files("#id_files", [PAPER])
    press(phone)
    phone.wait_for_url("**/complain/who")
    phone.wait_for_function("scrollY === 0")  # the next step begins at its top, however busy the machine
    phone.wait_for_function("document.activeElement.tagName === 'H1'")  # and is read from there
    assert not phone.locator("#id_complainant_name").is_visible()
    phone.check("input[value=agent]")
    assert phone.locator("#id_complainant_name").is_visible(), "what an agent is asked appears when it is needed"
    phone.check("input[value=self]")
    phone.fill("#id_name", "李春梅")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/complain/reach")
    phone.fill("#id_phone", "13812345678")
    assert "发票.pdf" in phone.locator(".hy-check").inner_text()
    press(phone)
    phone.wait_for_url("**/complain/receipt")
    case = Case.objects.get()
    secret = phone.locator("#secret").inner_text().strip()
    assert (case.number in phone.content(), secret) == (True, cases.secret_of(case))
    assert Evidence.objects.get(case=case).file_name == "发票.pdf"
    phone.locator(".hy-small-form button").click()
    phone.wait_for_url(f"{live}/")
    phone.goto(f"{live}/follow/{case.number}#{secret}")
    assert phone.locator("#id_secret").input_value() == secret, "the link in the mail brings the code along"
    assert "#" not in phone.url
    press(phone)
    phone.wait_for_url("**/story")
    phone.locator("summary").first.click()
    assert phone.locator("details[open] ol li").count() >= 2, "why this date, line by line"
    phone.locator(f"a[href='/follow/{case.number}/message']").click()
    phone.fill("#id_text", "补充说明")
    press(phone)
    phone.wait_for_url("**/story")
    assert phone.locator(".hy-entry", has_text="补充说明").count() == 1
    assert phone.locator(".hy-flash[data-level=success]").is_visible()


def test_it_all_works_without_scripts(browser: Any, live: str) -> None:
    build()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live}/complain")
    press(page)
    assert page.locator(".hy-problem li").count() == 2
    write(page)
    page.set_input_files("#id_files", [PAPER])
    press(page)
    page.fill("#id_name", "李春梅")
    press(page)
    page.fill("#id_phone", "13812345678")
    press(page)
    assert page.url.endswith("/complain/receipt")
    assert Case.objects.get().number in page.content()
    context.close()


@pytest.mark.parametrize(("theme", "language"), LOOKS)
def test_every_page_fits_a_phone_and_everybody(phone: Any, live: str, theme: str, language: str) -> None:
    house = build()
    looks = {"theme": theme, "django_language": language}
    phone.context.add_cookies([{"name": name, "value": value, "url": live} for name, value in looks.items()])
    approved(house, sold(house))
    sold(house, "HE02", name="惠安津贴")
    products = ("/products", "/products/HE01", "/products/HE01/terms/1", "/products/compare?code=HE01&code=HE02")
    for path in ("/", "/how", "/complain", "/follow", *products):
        phone.goto(live + path)
        check(phone, path)
    phone.goto(f"{live}/complain")
    press(phone)
    phone.locator(".hy-problem").wait_for()
    check(phone, "a step with errors")
    write(phone)
    phone.set_input_files("#id_files", [PAPER])
    press(phone)
    phone.wait_for_url("**/complain/who")
    phone.check("input[value=agent]")
    check(phone, "who")
    phone.check("input[value=self]")
    phone.fill("#id_name", "李春梅")
    press(phone)
    phone.wait_for_url("**/complain/reach")
    check(phone, "reach")
    phone.fill("#id_phone", "13812345678")
    press(phone)
    phone.wait_for_url("**/complain/receipt")
    check(phone, "receipt")
    along = assigned(house).asked()
    phone.goto(f"{live}/follow")
    phone.fill("#id_number", along.case.number)
    phone.fill("#id_secret", cases.secret_of(along.case))
    press(phone)
    phone.wait_for_url("**/story")
    check(phone, "story")
    for name in ("message", "satisfaction", "review", "withdrawal"):
        phone.goto(f"{live}/follow/{along.case.number}/{name}")
        check(phone, name)


def test_on_paper_the_receipt_has_everything_and_no_buttons(page: Any, live: str) -> None:
    build()
    page.goto(f"{live}/complain")
    write(page)
    press(page)
    page.fill("#id_name", "李春梅")
    press(page)
    page.fill("#id_phone", "13812345678")
    press(page)
    page.wait_for_url("**/complain/receipt")
    page.emulate_media(media="print")
    assert page.locator("#secret").is_visible()
    assert page.locator(".hy-limits strong").count() == 3
    assert page.locator("button:visible, .btn:visible").count() == 0
