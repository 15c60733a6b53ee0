"""No lost update: two people change a case at the same time."""

import re

from huiyin.audit.models import Entry
from huiyin.cases.actions import tags
from huiyin.cases.models import Case, Person
from huiyin.complaints.models import Label

WHY = "客户来电要求更正"


def contact(along) -> Person:
    return Person.objects.get(case_id=along.case_id)


def base_of(answer) -> str:
    found = re.search(r'name="base" value="([^"]+)"', answer.content.decode())
    assert found is not None
    return found[1]


def test_two_people_who_correct_different_fields_are_both_kept(along, enter, url):
    tom, tia, address = enter("tom"), enter("tia"), url("person", contact(along).pk)
    base, other = base_of(tom.get(address)), base_of(tia.get(address))
    assert tia.post(address, {"phone": "13900001111", "reason": WHY, "base": other}).status_code == 302
    assert tom.post(address, {"email": "new@example.com", "reason": WHY, "base": base}).status_code == 302
    assert (contact(along).phone, contact(along).email) == ("13900001111", "new@example.com")


def test_the_same_field_is_shown_side_by_side_with_who_and_when_and_nothing_typed_is_lost(along, enter, url):
    tom, tia, address = enter("tom"), enter("tia"), url("person", contact(along).pk)
    base, other = base_of(tom.get(address)), base_of(tia.get(address))
    tia.post(address, {"phone": "13900001111", "reason": WHY, "base": other})
    typed = {"phone": "13700002222", "email": "new@example.com", "reason": WHY, "base": base}
    answer = tom.post(address, typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "139****1111" in page
    assert "13900001111" not in page, "what the colleague wrote stays masked"
    assert page.count("13700002222") == 2, "in its field and beside the other"
    assert "new@example.com" in page
    assert "Tia" in page
    (one,) = answer.context["form"].clashes
    assert one.at is not None
    assert contact(along).phone == "13900001111"
    assert contact(along).email == "li@example.com", "all or nothing"


def test_the_choice_decides_and_without_one_it_is_asked_again(along, enter, url):
    tom, tia, address = enter("tom"), enter("tia"), url("person", contact(along).pk)
    base, other = base_of(tom.get(address)), base_of(tia.get(address))
    tia.post(address, {"phone": "13900001111", "reason": WHY, "base": other})
    typed = {"phone": "13700002222", "email": "new@example.com", "reason": WHY}
    again = base_of(tom.post(address, typed | {"base": base}))
    assert tom.post(address, typed | {"base": again}).status_code == 409
    theirs = tom.post(address, typed | {"base": again, "settle_phone": "theirs"})
    assert theirs.status_code == 302
    assert (contact(along).phone, contact(along).email) == ("13900001111", "new@example.com")
    assert tom.post(address, {"phone": "13700002222", "reason": WHY, "base": again, "settle_phone": "mine"})
    assert contact(along).phone == "13700002222"


def test_a_third_change_during_the_choice_is_asked_about_too(along, enter, url):
    tom, tia, address = enter("tom"), enter("tia"), url("person", contact(along).pk)
    base = base_of(tom.get(address))
    tia.post(address, {"phone": "13900001111", "reason": WHY, "base": base_of(tia.get(address))})
    again = base_of(tom.post(address, {"phone": "13700002222", "reason": WHY, "base": base}))
    tia.post(address, {"phone": "13900003333", "reason": WHY, "base": base_of(tia.get(address))})
    answer = tom.post(address, {"phone": "13700002222", "reason": WHY, "base": again, "settle_phone": "mine"})
    assert answer.status_code == 409
    assert contact(along).phone == "13900003333"


def test_what_a_form_says_it_saw_cannot_be_made_up(along, enter, url):
    tom, address = enter("tom"), url("person", contact(along).pk)
    base = base_of(tom.get(address))
    forged = tom.post(address, {"phone": "13700002222", "reason": WHY, "base": base[:-2] + "xx"})
    assert forged.status_code == 422
    other = base_of(tom.get(url("side", "marks")))
    assert tom.post(address, {"phone": "13700002222", "reason": WHY, "base": other}).status_code == 422
    assert contact(along).phone == "13812345678"


def test_both_peoples_marks_hold(along, enter, url):
    tom, sam, address = enter("tom"), enter("sam"), url("side", "marks")
    base, other = base_of(tom.get(address)), base_of(sam.get(address))
    assert sam.post(address, {"flags": ["media"], "reason": "媒体来电", "base": other}).status_code == 302
    assert tom.post(address, {"flags": ["litigation"], "reason": "收到法院传票", "base": base}).status_code == 302
    assert {"media", "litigation"} <= set(Case.objects.get(pk=along.case_id).flags)


def test_the_same_value_from_both_is_written_once(along, enter, url):
    tom, tia, address = enter("tom"), enter("tia"), url("person", contact(along).pk)
    base, other = base_of(tom.get(address)), base_of(tia.get(address))
    for who, seen in ((tia, other), (tom, base)):
        assert who.post(address, {"phone": "13900001111", "reason": WHY, "base": seen}).status_code == 302
    assert Entry.objects.filter(aggregate_id=along.case_id, kind="case.person_corrected").count() == 1


def test_a_step_that_others_overtook_says_who_did_what_and_when(along, enter, url):
    tom, sam = enter("tom"), enter("sam")
    seen = tom.get(url()).context["dossier"]["seen"]
    sam.post(
        url("side", "marks"), {"flags": ["media"], "reason": "媒体来电", "base": base_of(sam.get(url("side", "marks")))}
    )
    answer = tom.post(
        url("step", "hand_over"), {"seen": seen, "to": str(along.house["tia"].pk), "reason": "工作量调整"}
    )
    assert answer.status_code == 409
    (line,) = answer.context["form"].trouble["changes"]
    assert "Sam" in line
    assert re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", line)


def classes(*rows: tuple[str, int], base: str, seen: int, reason: str = "核实后归类") -> dict[str, object]:
    data: dict[str, object] = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    for place, (code, sure) in enumerate(rows):
        data |= {f"rows-{place}-code": code, f"rows-{place}-confidence": sure}
    return data | {"base": base, "seen": seen, "reason": reason}


def test_two_people_who_class_differently_both_count_and_differ_only_over_the_primary_class(along, enter, url):
    tom, sam, address = enter("tom"), enter("sam"), url("step", "classify")
    form = tom.get(address)
    seen, base = form.context["moment"].seen, base_of(form)
    [(first, sure)] = [(one["code"].split()[0], one["confidence"]) for one in form.context["form"].first_rows()]
    other = base_of(sam.get(address))
    assert sam.post(address, classes((first, sure), ("S22", 60), base=other, seen=seen)).status_code == 302
    assert tom.post(address, classes((first, sure), ("C41", 80), base=base, seen=seen)).status_code == 302
    held = Label.objects.filter(case_id=along.case_id, removed_at=None)
    assert dict(held.values_list("code", "confidence")) == {first: sure, "S22": 60, "C41": 80}
    # Both change the primary class: the second is told, with everything typed, and decides.
    form, other = tom.get(address), base_of(sam.get(address))
    seen, base = form.context["moment"].seen, base_of(form)
    rows = ((first, sure), ("S22", 60), ("C41", 80))
    assert sam.post(address, classes(rows[1], rows[0], rows[2], base=other, seen=seen)).status_code == 302
    late = tom.post(address, classes(rows[2], rows[0], rows[1], base=base, seen=seen))
    assert late.status_code == 409
    assert "S22" in late.content.decode()
    assert Case.objects.get(pk=along.case_id).code == "S22"
    assert tom.post(address, classes(rows[2], rows[0], rows[1], base=base_of(late), seen=seen)).status_code == 302
    assert Case.objects.get(pk=along.case_id).code == "C41"


def test_a_colleagues_tag_makes_nobodys_form_stale(along, enter, url):
    tom = enter("tom")
    seen = tom.get(url()).context["dossier"]["seen"]
    tag = tags.add_tag(name="等回执", colour="grey", by=along.by("adi"), at=along.at)
    tags.put_on(case=along.case, tag=tag, by=along.by("sam"), at=along.at)
    answer = tom.post(
        url("step", "hand_over"), {"seen": seen, "to": str(along.house["tia"].pk), "reason": "工作量调整"}
    )
    assert answer.status_code == 302
