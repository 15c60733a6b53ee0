"""The pages of customers."""

from django.urls import URLPattern, path

from huiyin.console.customers import acting, changing, listed, page, parts, quality, staged, taking_out

urlpatterns: list[URLPattern] = [
    path("customers/", listed.show, name="customers"),
    path("customers/quality", quality.show, name="customers_quality"),
    path("customers/export", taking_out.show, name="customers_export"),
    path("customers/tasks", staged.tasks, name="customers_tasks"),
    path("customers/<uuid:party_id>/", page.show, name="customer"),
    path("customers/<uuid:party_id>/change", changing.show, name="customer_change"),
    path("customers/<uuid:party_id>/reveal/<slug:field>", acting.reveal, name="customer_reveal"),
    path("customers/<uuid:party_id>/was/<uuid:change_id>/reveal", acting.reveal_change, name="customer_was_reveal"),
    path("customers/<uuid:party_id>/consents", acting.consent, name="customer_consent"),
    path("customers/<uuid:party_id>/parts", parts.add_part, name="customer_part"),
    path("customers/<uuid:party_id>/parts/<uuid:part_id>/end", parts.end_part, name="customer_part_end"),
    path("customers/<uuid:party_id>/ties", parts.tie, name="customer_tie"),
    path("customers/<uuid:party_id>/ties/<uuid:tie_id>/end", parts.untie, name="customer_tie_end"),
    path("customers/<uuid:party_id>/tasks/<uuid:task_id>/end", staged.end_task, name="customer_task_end"),
    path("customers/<uuid:party_id>/judge", acting.judge, name="customer_judge"),
    path("customers/<uuid:party_id>/judge/<uuid:identity_id>/back", acting.judge_back, name="customer_judge_back"),
]
