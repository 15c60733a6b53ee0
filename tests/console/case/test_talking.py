"""Replies and notes: two places, two tables; nothing is written twice by a double click."""

from huiyin.cases.models import Evidence, Message, Note
from tests.console.case.test_files import pdf

HTMX = {"HX-Request": "true"}


def seen(browser, url) -> int:
    return int(browser.get(url()).context["dossier"]["seen"])


def test_a_reply_goes_to_the_complainant_with_its_file(along, enter, url):
    tom = enter("tom")
    data = {"seen": seen(tom, url), "text": "请补充住院发票。", "channel": "portal", "files": pdf("清单.pdf")}
    answer = tom.post(url("step", "respond"), data, headers=HTMX)
    assert answer.status_code == 200
    message = Message.objects.get(case_id=along.case_id, direction="out")
    assert message.text == "请补充住院发票。"
    item = Evidence.objects.get(pk=message.evidence_ids[0])
    assert item.is_public
    text = answer.content.decode()
    assert 'id="composer-reply"' in text, "the composer is empty again"
    assert 'id="composer-note"' not in text, "a note being written stays"


def test_an_empty_reply_is_stopped_in_its_own_place(along, enter, url):
    answer = enter("tom").post(url("step", "respond"), {"text": "  ", "channel": "portal"}, headers=HTMX)
    assert answer.status_code == 422
    assert answer.content.decode().lstrip().startswith('<form class="hy-composer hy-reply"')


def test_a_reply_sent_twice_by_a_double_click_is_one(along, enter, url):
    tom = enter("tom")
    data = {"seen": seen(tom, url), "text": "我们在查。", "channel": "portal"}
    for _click in range(2):
        assert tom.post(url("step", "respond"), data, headers=HTMX).status_code == 200
    assert Message.objects.filter(case_id=along.case_id, direction="out").count() == 1


def test_a_note_is_kept_inside(along, enter, url):
    tom = enter("tom")
    answer = tom.post(url("note"), {"seen": seen(tom, url), "text": "先等医院回复"}, headers=HTMX)
    assert answer.status_code == 200
    assert Note.objects.get(case_id=along.case_id).text == "先等医院回复"
    assert not Message.objects.filter(case_id=along.case_id, direction="out").exists()


def test_a_note_sent_twice_is_one_and_the_same_words_later_are_another(along, enter, url):
    tom = enter("tom")
    data = {"seen": seen(tom, url), "text": "已电话联系"}
    for _click in range(2):
        assert tom.post(url("note"), data, headers=HTMX).status_code == 200
    assert Note.objects.filter(case_id=along.case_id).count() == 1
    tom.post(url("note"), data | {"seen": seen(tom, url)}, headers=HTMX)
    assert Note.objects.filter(case_id=along.case_id).count() == 2


def test_an_empty_note_comes_back_alone(along, enter, url):
    part = enter("tom").post(url("note"), {"text": ""}, headers=HTMX)
    whole = enter("tom").post(url("note"), {"text": ""})
    assert part.status_code == whole.status_code == 422
    assert b"<html" not in part.content
    assert b"<html" in whole.content


def test_a_reply_can_begin_with_words_of_the_house(along, enter, url):
    tom = enter("tom")
    for code in ("received", "material", "progress"):
        answer = tom.get(url("reply_template") + f"?reply={code}", headers=HTMX)
        assert along.case.number in answer.context["form"]["text"].value()
        assert tom.get(url("reply_template") + f"?reply={code}").status_code == 200
    assert tom.get(url("reply_template") + "?reply=none", headers=HTMX).context["form"]["text"].value() == ""
