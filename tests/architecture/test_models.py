"""What every table keeps to, so that it can grow past one machine."""

from django.apps import apps
from django.db import models

OURS = [model for model in apps.get_models() if model.__module__.startswith("huiyin.")]


def _context(model: type[models.Model]) -> str:
    return model.__module__.split(".")[1]


def test_keys_between_contexts_leave_no_trace_on_the_other_side() -> None:
    wrong = []
    for model in OURS:
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or not field.related_model.__module__.startswith("huiyin."):
                continue
            inside_case = field.name == "case"  # a child of the Case aggregate, wherever its context lies
            if _context(field.related_model) == _context(model) or inside_case:
                continue
            if field.remote_field.related_name != "+":
                wrong.append(f"{model._meta.label}.{field.name}")
    assert not wrong, "\n".join(wrong)


def test_ids_are_uuids_or_meaningful_codes() -> None:
    assert OURS
    wrong = [model._meta.label for model in OURS if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)]
    assert not wrong, "\n".join(wrong)


def test_nothing_hangs_on_a_save_signal() -> None:
    for name in ("pre_save", "post_save", "pre_delete", "post_delete"):
        signal = getattr(models.signals, name)
        for model in OURS:
            waiting, waiting_async = signal._live_receivers(model)
            modules = [getattr(receiver, "__module__", "") for receiver in (*waiting, *waiting_async)]
            assert not [module for module in modules if module.startswith("huiyin.")], f"{model._meta.label} {name}"
