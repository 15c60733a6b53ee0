"""Pages of the desk that have no operation, and why."""

# What only the desk can do, told honestly.
_A_DRAFT = "A draft is what a person types into a form of the desk: a machine keeps what it has not sent by itself."
_POWER = (
    "Who works here, with which roles and keys, is decided by a person with a second factor: a stolen token must not "
    "be able to give itself more than it has."
)
_MACHINE = "The machine is looked after by who runs it: on this page, or by the command line (doctor, worker, proof)."
_STOPPED = (
    "What the scanner stopped is let go by a person who looks at it and answers for it by name, never by a program."
)
_LOG = "The access log and the whole ledger are read by the privacy officer and the auditor in person, never exported."
_SECRETS = (
    "Where mail is fetched, and with which password, is set by an administrator who sees what the server answers."
)
_WINDOW = "Which sites may show our chat window is decided by an administrator in person."
_TEXTS = "A text message that no program could read is judged by a person who looks at it."
ONLY_DESK = {
    "inmail_texts": _TEXTS,
    "inmail_text_act": _TEXTS,
    "my_drafts": _A_DRAFT,
    "my_draft_save": _A_DRAFT,
    "my_draft_find": _A_DRAFT,
    "my_draft_discard": _A_DRAFT,
    "sign_in_link": "A machine signs in with its token, and a link for one use is for a person.",
    "me": "One's own name, keys of sign-in and language are a person's, not a machine's.",
    "me_end_sessions": "Sessions are those of browsers; a token is revoked where it was made.",
    "settings_people": _POWER,
    "settings_person": _POWER,
    "settings_person_add": _POWER,
    "settings_person_act": _POWER,
    "settings_unit": _POWER,
    "settings_roles": _POWER,
    "settings_tokens": _POWER,
    "settings_token_revoke": _POWER,
    "settings_mailboxes": _SECRETS,
    "settings_mailbox": _SECRETS,
    "settings_mailbox_new": _SECRETS,
    "settings_mailbox_act": _SECRETS,
    "settings_chats": _WINDOW,
    "settings_chat": _WINDOW,
    "settings_chat_new": _WINDOW,
    "settings_chat_remove": _WINDOW,
    "settings_tags_free": "Whether staff may make free tags is set once for the house, by a person on this page.",
    "channels": _MACHINE,
    "jobs": _MACHINE,
    "job_again": _MACHINE,
    "system": _MACHINE,
    "system_check": _MACHINE,
    "system_send_again": _MACHINE,
    "system_prove": _MACHINE,
    "system_checkpoint": _MACHINE,
    "system_checkpoint_file": _MACHINE,
    "handbook_proof": _MACHINE,
    "quarantine": _STOPPED,
    "quarantine_release": _STOPPED,
    "access_log": _LOG,
    "ledger": _LOG,
}
