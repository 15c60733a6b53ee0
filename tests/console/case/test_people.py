"""People of the case: lifting masks, corrections, colleagues."""

from huiyin.audit.models import Access
from huiyin.cases.models import Note, Participation, Person
from tests.cases.make import registered

HTMX = {"HX-Request": "true"}


def contact(along) -> Person:
    return Person.objects.get(case_id=along.case_id)


def test_a_mask_is_lifted_for_a_reason_and_logged(along, enter, url):
    address = url("reveal", contact(along).pk, "phone")
    answer = enter("tom").post(address, {"reason": "回电核实身份"}, headers=HTMX)
    assert answer.status_code == 200
    assert "13812345678" in answer.content.decode()
    line = Access.objects.get(kind="reveal", aggregate_id=along.case_id)
    assert line.reason == "回电核实身份"
    assert line.fields == ["complainant.phone"]


def test_without_a_real_reason_the_mask_stays(along, enter, url):
    address = url("reveal", contact(along).pk, "phone")
    for headers in (HTMX, {}):
        answer = enter("tom").post(address, {"reason": "看"}, headers=headers)
        assert answer.status_code in (409, 422)
        assert "13812345678" not in answer.content.decode()
    assert not Access.objects.filter(kind="reveal").exists()


def test_a_mask_is_never_lifted_by_a_link_or_for_a_field_that_does_not_exist(along, enter, url):
    tom = enter("tom")
    assert tom.get(url("reveal", contact(along).pk, "phone")).status_code == 405
    assert tom.post(url("reveal", contact(along).pk, "secret"), {"reason": "回电核实"}).status_code == 404
    assert enter("zoe").post(url("reveal", contact(along).pk, "phone"), {"reason": "回电核实"}).status_code == 404


def test_without_a_script_the_clear_value_has_its_own_page(along, enter, url):
    answer = enter("tom").post(url("reveal", contact(along).pk, "email"), {"reason": "发送材料清单"})
    assert answer.status_code == 200
    assert "li@example.com" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_contact_details_are_corrected_on_the_customers_word(along, enter, url):
    tom, person = enter("tom"), contact(along)
    assert tom.get(url("person", person.pk)).status_code == 200
    data = {"phone": "13900001111", "reason": "客户来电要求更正"}
    assert tom.post(url("person", person.pk), data).status_code == 302
    assert contact(along).phone == "13900001111"
    assert contact(along).name == "李春梅", "what was left empty stays"


def test_a_correction_that_says_nothing_is_refused(along, enter, url):
    tom, person = enter("tom"), contact(along)
    assert tom.post(url("person", person.pk), {"reason": "客户来电要求"}).status_code == 422
    wrong = tom.post(url("person", person.pk), {"email": "not a mail", "reason": "客户来电要求"})
    assert wrong.status_code == 422
    assert "not a mail" in wrong.content.decode()


def test_a_colleague_takes_part_and_leaves(along, enter, url):
    tom = enter("tom")
    data = {"user": str(along.house["tia"].pk), "role": "co_handler"}
    assert tom.get(url("participant")).status_code == 200
    assert tom.post(url("participant"), data).status_code == 302
    part = Participation.objects.get(case_id=along.case_id, role="co_handler", to_at=None)
    assert tom.post(url("participant_remove", part.pk), headers=HTMX).status_code == 200
    part.refresh_from_db()
    assert part.to_at is not None


def test_numbers_masked_inside_a_text_are_shown_for_a_reason_and_logged(along, enter, url):
    tom = enter("tom")
    tom.post(url("note"), {"text": "客户改号13912345678，另有邮箱li.chunmei@example.com。"})
    note = Note.objects.get(case_id=along.case_id)
    address = url("reveal_text", note.pk)
    page = tom.get(url()).content.decode()
    assert "139****5678" in page
    assert "13912345678" not in page
    assert address in page
    assert tom.post(address, {"reason": "看"}, headers=HTMX).status_code == 409
    for headers in (HTMX, {}):
        answer = tom.post(address, {"reason": "回电核实身份"}, headers=headers)
        assert "13912345678 · li.chunmei@example.com" in answer.content.decode()
    line = Access.objects.filter(kind="reveal", aggregate_id=along.case_id).last()
    assert line is not None
    assert (line.reason, line.fields) == ("回电核实身份", [f"note:{note.pk.hex}"])


def test_a_text_is_only_shown_with_its_own_case_and_to_roles_that_may(along, enter, url):
    other = registered(along.house, text="另一件投诉，电话13812340000。").case
    foreign = other.messages.get()
    assert enter("tom").post(url("reveal_text", foreign.pk), {"reason": "回电核实身份"}).status_code == 404
    tom = enter("tom")
    tom.post(url("note"), {"text": "客户改号13912345678"})
    note = Note.objects.get(case_id=along.case_id)
    assert url("reveal_text", note.pk) not in enter("aud").get(url()).content.decode()
    assert enter("aud").post(url("reveal_text", note.pk), {"reason": "审计抽查"}).status_code == 409
    assert enter("zoe").post(url("reveal_text", note.pk), {"reason": "回电核实"}).status_code == 404
