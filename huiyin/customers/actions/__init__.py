"""What changes customers and policies, and looking them up."""

from huiyin.customers.actions.looking import look_up
from huiyin.customers.actions.parties import PartyDraft, build_party, register_party
from huiyin.customers.actions.policies import register_policy

__all__ = ["PartyDraft", "build_party", "look_up", "register_party", "register_policy"]
