"""Mail that came in: its ledger, what is withheld, what nobody has triaged yet, the mailboxes."""
