"""What a person types into forms: moments as a browser sends them, files, the fields of the letter."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.cases.models import Evidence
from huiyin.core.time import SHANGHAI
from tests.complaints.along import Along


def typed(at: datetime) -> str:
    """A moment as a browser sends it."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def just_now(along: Along) -> str:
    """The minute in which the next step will be taken."""
    return typed(along.at + timedelta(minutes=15))


def proof(name: str = "凭证.pdf") -> SimpleUploadedFile:
    data = f"%PDF-1.7 {name} {Evidence.objects.count()}".encode()
    return SimpleUploadedFile(name, data, content_type="application/pdf")
