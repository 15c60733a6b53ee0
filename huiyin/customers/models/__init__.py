"""Customers: who they are and what they hold (2.1)."""

from huiyin.customers.models.parties import CertificateKind, Party, PartyKind
from huiyin.customers.models.policies import Policy

__all__ = [
    "CertificateKind",
    "Party",
    "PartyKind",
    "Policy",
]
