"""The page of the case file, and the case as it stood."""

import pytest

from huiyin.audit.models import Access, Dossier
from huiyin.cases.actions import talk
from huiyin.cases.models import Person
from huiyin.complaints.jobs import make_dossier
from tests.cases.make import LI, registered
from tests.complaints.casefile import verified

HTMX = {"HX-Request": "true"}


def order(enter, url, name="max", **more):
    return enter(name).post(url("dossier"), {"reason": "提交监管检查组"} | more)


def test_a_leading_role_orders_and_takes_the_file(along, enter, url, tmp_path):
    along.found()
    answer = order(enter, url)
    row = Dossier.objects.get()
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#order-{row.pk}")
    boss = enter("max")
    assert boss.get(url("dossier_file", row.pk)).status_code == 409
    waiting = boss.get(url("dossier_one", row.pk), headers=HTMX).content.decode()
    assert "every 2s" in waiting
    make_dossier(str(row.pk))
    ready = boss.get(url("dossier_one", row.pk), headers=HTMX).content.decode()
    assert "every 2s" not in ready
    assert url("dossier_file", row.pk) in ready
    taken = boss.get(url("dossier_file", row.pk))
    data = b"".join(taken.streaming_content)
    assert len(data) == int(taken["Content-Length"])
    assert verified(tmp_path / "there", data).code == 0
    assert Access.objects.filter(kind="export", actor_id=along.house["max"].pk).count() == 2


def test_what_is_ticked_is_left_out(along, enter, url):
    person = Person.objects.get(case=along.case_id)
    order(enter, url, people=[str(person.pk)], with_notes="on")
    row = Dossier.objects.get()
    assert row.choices == {"people": [str(person.pk)], "messages": [], "evidence": [], "with_notes": True}


def test_a_form_that_is_refused_keeps_what_was_ticked(along, enter, url):
    person = Person.objects.get(case=along.case_id)
    answer = enter("max").post(url("dossier"), {"reason": "x", "people": [str(person.pk)]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'value="{person.pk}" checked' in text
    assert enter("max").post(url("dossier"), {"reason": "提交法院", "messages": ["no id"]}).status_code == 422
    assert not Dossier.objects.exists()


def test_names_on_the_page_are_masked(along, enter, url):
    talk.hear(case=along.case, text=f"我的电话{LI.phone}", by=along.by("tom"), at=along.later())
    text = enter("max").get(url("dossier")).content.decode()
    assert LI.name not in text
    assert LI.phone not in text


@pytest.mark.parametrize(
    "name, page, post", [("tom", 200, 409), ("aud", 200, 409), ("zoe", 404, 404), ("adi", 403, 403)]
)
def test_who_may_not_take_it_out_sees_no_form(along, enter, url, name, page, post):
    answer = enter(name).get(url("dossier"))
    assert answer.status_code == page
    assert b'name="reason"' not in answer.content
    assert order(enter, url, name).status_code == post


def test_the_order_of_another_case_is_not_there(along, enter, url, house):
    other = registered(house).case
    enter("max").post(f"/desk/complaints/{other.number}/dossier/", {"reason": "提交法院"})
    row = Dossier.objects.get()
    assert enter("max").get(url("dossier_file", row.pk)).status_code == 404
    assert enter("max").get(url("dossier_one", row.pk), headers=HTMX).status_code == 404


def test_the_case_as_it_stood_at_a_minute(along, enter, url):
    along.found()
    tom = enter("tom")
    now_ = tom.get(url("at"))
    assert now_.status_code == 200
    assert now_.context["then"].findings
    then = tom.get(url("at"), {"time": "2026-03-02T10:30"})
    assert (then.context["then"].state, then.context["then"].findings) == ("received", [])
    before = tom.get(url("at"), {"time": "2026-01-01T00:00"})
    assert before.context["then"].exists is False
    entry = tom.get(url("at"), {"entry": "2"}, headers=HTMX)
    assert entry.context["then"].entries >= 2
    assert b"<html" not in entry.content


def test_a_minute_is_taken_to_its_end(along, enter, url):
    talk.hear(case=along.case, text="刚好在这一分钟", by=along.by("tom"), at=along.later())
    local = along.at.strftime("%Y-%m-%dT%H:%M+00:00")
    shown = enter("tom").get(url("at"), {"time": local}).content.decode()
    assert "刚好在这一分钟" in shown


@pytest.mark.parametrize("time", ["gestern", "2026-13-01T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "\x00"])
def test_a_time_that_nobody_can_read_is_told(along, enter, url, time):
    answer = enter("tom").get(url("at"), {"time": time})
    assert answer.status_code == 422
    assert answer.context["wrong"]


@pytest.mark.parametrize("entry", ["0", "999999999999999", "x", "-1"])
def test_a_moment_that_does_not_exist_is_now(along, enter, url, entry):
    assert enter("tom").get(url("at"), {"entry": entry}).status_code == 200


def test_who_may_not_see_the_case_sees_no_past(along, enter, url):
    assert enter("zoe").get(url("at")).status_code == 404
    assert enter("adi").get(url("at")).status_code == 403
