"""The likely class: learnt from examples and handlers, said of new complaints, withdrawn; nothing changes by it."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from huiyin.audit import queries as ledger
from huiyin.cases.models import Case
from huiyin.commands import text_train
from huiyin.complaints.actions import acceptance, classification, suggesting
from huiyin.complaints.actions.classification import LabelDraft
from huiyin.complaints.jobs import suggesting as jobs
from huiyin.complaints.models import Suggestion, TextModel
from huiyin.complaints.queries import suggesting as queries
from huiyin.core.errors import Refused
from tests.cases.make import TEXT, registered
from tests.people import AT, House

pytestmark = pytest.mark.django_db
KINDS = {
    "C21": ("住院理赔被拒，说是既往症", "拒赔理由是未如实告知", "说我投保前有病不赔", "重疾险拒赔，理由站不住脚"),
    "C31": ("车险定损金额太低，不够修车", "定损员少算了一个零件", "赔的钱连材料费都不够", "定损价和修理厂差一倍"),
}


@pytest.fixture
def learnt(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and few texts are enough to learn from."""
    monkeypatch.setenv("HUIYIN_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(jobs, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(jobs, "FEWEST", 40)
    monkeypatch.setattr(jobs, "LABELS", 2)
    rows = [
        {"id": f"{code}-{n}-{place}", "text": f"{text}，{n}", "labels": [code]}
        for code, texts in KINDS.items() for n in range(8) for place, text in enumerate(texts)
    ]  # fmt: skip
    monkeypatch.setattr(queries, "examples", lambda: tuple(rows))
    monkeypatch.setattr(jobs, "_train", here)
    jobs._loaded.cache_clear()
    return tmp_path


def here(lines: Path, models: Path, at: datetime) -> None:
    """The command in this process, which is quicker; the first test runs it as the job does."""
    assert text_train.main([queries.NAME, "--train", str(lines), "--model", str(models), "--at", str(at)]) == 0


TRAINS = jobs._train


def test_a_new_house_learns_once_and_reads_what_comes_in(
    house: House, learnt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_train", TRAINS)
    assert jobs.read_new(AT) == 0, "no model yet"
    assert jobs.learn_first(AT) == 1
    assert jobs.learn_first(AT) == 0
    model = TextModel.objects.get()
    assert (learnt / "models" / model.place / queries.NAME / "card.json").is_file()
    case = registered(house, text=TEXT).case
    other = registered(house, text="车险定损只给一半的修理费，定损员少算零件").case
    before = list(Case.objects.order_by("pk").values_list("version", "state", "code"))
    assert jobs.read_new(AT + timedelta(minutes=1)) == 2
    assert jobs.read_new(AT + timedelta(minutes=1)) == 0
    said = Suggestion.objects.get(case=case)
    assert (said.code, said.model_id, len(said.codes)) == ("C21", model.pk, 2)
    assert said.because
    assert Suggestion.objects.get(case=other).code == "C31"
    assert list(Case.objects.order_by("pk").values_list("version", "state", "code")) == before


def test_what_handlers_said_is_learnt_from(house: House, learnt: Path) -> None:
    case = registered(house, text="等了三个月才收到赔款", at=AT).case
    acceptance.check_identity(case=case, how="回拨核对", by=house.by("tom"), at=AT)
    acceptance.accept(case=case, by=house.by("sam"), at=AT)
    classification.classify(
        case=case, labels=[LabelDraft(code="C42"), LabelDraft(code="S12")], primary="C42", by=house.by("sam"), at=AT
    )
    mine = [row for row in queries.lessons() if row["id"] == str(case.pk)]
    assert [row["labels"] for row in mine] == [["C42", "S12"]]
    model = jobs.learn(AT)
    assert model is not None
    assert {"C21", "C31", "C42", "S12"} <= set(model.card["labels"])


def test_a_text_without_a_word_is_no_guess(house: House, learnt: Path) -> None:
    jobs.learn_first(AT)
    case = registered(house, text="！！！").case
    jobs.read_new(AT)
    assert Suggestion.objects.get(case=case).abstained


def test_a_model_is_withdrawn_with_a_reason_and_the_one_before_is_used_again(house: House, learnt: Path) -> None:
    first, second = jobs.learn(AT), jobs.learn(AT + timedelta(days=1))
    assert queries.newest_model() == second
    assert first is not None
    assert second is not None
    with pytest.raises(Refused):
        suggesting.withdraw_model(model=second, reason="误判多", by=house.by("sam"), at=AT)
    suggesting.withdraw_model(model=second, reason="误判多", by=house.by("hua"), at=AT)
    suggesting.withdraw_model(model=second, reason="误判多", by=house.by("hua"), at=AT)
    assert queries.newest_model() == first
    kinds = [one.kind for one in ledger.chain(("text_model", second.pk))]
    assert kinds == ["text_model.learnt", "text_model.withdrawn"]
    registered(house, text=TEXT)
    assert jobs.read_new(AT) == 1
    assert Suggestion.objects.get().model == first


def test_the_files_of_the_model_in_use_stay_however_many_newer_ones_were_withdrawn(
    house: House, learnt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    first = jobs.learn(AT)
    for day in (1, 2, 3):
        model = jobs.learn(AT + timedelta(days=day))
        assert model is not None
        suggesting.withdraw_model(model=model, reason="误判多", by=house.by("hua"), at=AT + timedelta(days=day))
    assert first is not None
    assert queries.newest_model() == first
    assert (learnt / "models" / first.place).is_dir()
    assert len(list((learnt / "models").iterdir())) == 2, "the last one that was learnt goes with the next"
    registered(house, text=TEXT)
    assert jobs.read_new(AT) == 1


def test_a_changed_or_lost_model_is_not_used(house: House, learnt: Path) -> None:
    model = jobs.learn(AT)
    assert model is not None
    card = learnt / "models" / model.place / queries.NAME / "card.json"
    held = json.loads(card.read_text("utf-8"))
    card.write_text(json.dumps(held | {"threshold": 0}), "utf-8")
    registered(house, text=TEXT)
    assert jobs.read_new(AT) == 0
    card.unlink()
    jobs._loaded.cache_clear()
    assert jobs.read_new(AT) == 0
    assert not Suggestion.objects.exists()


def test_too_little_is_not_learnt_from(house: House, learnt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FEWEST", 1000)
    assert jobs.learn(AT) is None
    assert not TextModel.objects.exists()


def test_signs_are_read_from_what_the_customer_wrote(house: House) -> None:
    case = registered(house, text="再不处理我就找记者曝光，电话13812345678").case
    [found] = queries.signs(case)
    assert (found.sign.code, found.words) == ("media", ("记者", "曝光"))
