"""What the live process and those who wake it agree on. Knows no Django.

A NOTIFY on CHANNEL without a payload says: look at the ledger of cases. One with `<what> <id>` is passed on as it is:
`here <case>` (who has a case open changed), `told <user>` (somebody got a notification), `call <user>`
(their telephone rings, or is answered, or falls silent).
"""

CHANNEL = "huiyin_live"
# The advisory lock that the live process holds while it sleeps; audit migration 0004 asks for it.
SLEEPS = 7246395001
PASSED_ON = ("here", "told", "call")
# Those that are for one person, whatever page they have open.
PERSONAL = ("told", "call")
