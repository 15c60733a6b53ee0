"""Terms at the desk: taken in, sorted, approved by somebody else; exclusions in front."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.catalog.models import Terms
from tests.catalog.made import CONTRACT, approved, product
from tests.people import House


def test_a_file_becomes_a_version_that_a_second_person_approves(enter, house: House) -> None:
    product(house)
    kim, address = enter("kim"), "/desk/products/HE01/terms/"
    assert kim.post(f"{address}new/", {"from_on": "2026-01-01"}).status_code == 422
    bad = SimpleUploadedFile("a.pdf", b"%PDF-1.7 rubbish")
    assert kim.post(f"{address}new/", {"from_on": "2026-01-01", "file": bad}).status_code == 422
    file = SimpleUploadedFile("条款.txt", CONTRACT.encode())
    assert kim.post(f"{address}new/", {"from_on": "2026-01-01", "file": file}).status_code == 302
    text = kim.get(f"{address}1/").content.decode()
    assert text.count('class="form-select"') == 7
    assert "条款.txt" in text
    kinds = ("other", "cover", "exclusion", "exclusion", "period", "benefit", "dispute")
    paths = ("1", "2", "2.1", "3", "4", "5", "6")
    sent = {f"kind-{path}": kind for path, kind in zip(paths, kinds, strict=True)}
    assert kim.post(f"{address}1/kinds", sent).status_code == 302
    clause = {"title": "等待期", "text": "三十日内因疾病住院的，不赔。"}
    assert kim.post(f"{address}1/clauses/2.1", clause).status_code == 302
    assert kim.post(f"{address}1/clauses/2.1", {}).status_code == 422
    assert kim.post(f"{address}1/submit").status_code == 302
    assert kim.post(f"{address}1/approve").status_code == 409
    assert enter("tom").post(f"{address}1/approve").status_code == 409
    assert enter("hua").post(f"{address}1/approve").status_code == 302
    assert Terms.objects.get().state == "approved"
    assert kim.post(f"{address}1/nothing").status_code == 404
    page = enter("tom").get(f"{address}1/").content.decode()
    assert page.index("<strong>三十日内因疾病住院的，不赔。") < page.index('id="c1"'), "exclusions stand in front"


def test_versions_are_compared_with_marks_that_are_read_out(enter, house: House) -> None:
    row, tom = product(house), enter("tom")
    approved(house, row)
    assert "<ins>" not in tom.get("/desk/products/HE01/terms/compare/").content.decode()
    approved(house, row, CONTRACT.replace("一年", "两年"), on=date(2026, 1, 1))
    text = tom.get("/desk/products/HE01/terms/compare/?number=1&number=2").content.decode()
    assert (text.count("<ins>"), text.count("<del>")) == (1, 1)
    assert text.count("visually-hidden") >= 4
    assert tom.get("/desk/products/HE01/terms/9/").status_code == 404
