"""Changes of staff, organisation, roles, sign-in and tokens."""

from huiyin.accounts.actions.absences import begin_absence, come_back, end_absence, set_absence
from huiyin.accounts.actions.competences import add_competence, revoke_competence, set_work_terms
from huiyin.accounts.actions.interests import (
    answer_end_of_relation,
    ask_end_of_relation,
    declare_relation,
    set_manager,
)
from huiyin.accounts.actions.organisation import add_unit, move_unit, set_duty_user
from huiyin.accounts.actions.sign_in import (
    end_sessions,
    issue_sign_in_link,
    note_sign_in,
    spend_code,
    use_sign_in_link,
)
from huiyin.accounts.actions.staff import (
    add_user,
    change_user,
    deactivate_user,
    grant_role,
    reactivate_user,
    revoke_role,
    set_role_policy,
)
from huiyin.accounts.actions.tokens import (
    Answered,
    Keep,
    answer_along,
    answer_once,
    create_token,
    forget_old_keys,
    is_key_taken,
    note_token_use,
    revoke_token,
)

__all__ = [
    "Answered",
    "Keep",
    "add_competence",
    "add_unit",
    "add_user",
    "answer_along",
    "answer_end_of_relation",
    "answer_once",
    "ask_end_of_relation",
    "begin_absence",
    "change_user",
    "come_back",
    "create_token",
    "deactivate_user",
    "declare_relation",
    "end_absence",
    "end_sessions",
    "forget_old_keys",
    "grant_role",
    "is_key_taken",
    "issue_sign_in_link",
    "move_unit",
    "note_sign_in",
    "note_token_use",
    "reactivate_user",
    "revoke_competence",
    "revoke_role",
    "revoke_token",
    "set_absence",
    "set_duty_user",
    "set_manager",
    "set_role_policy",
    "set_work_terms",
    "spend_code",
    "use_sign_in_link",
]
