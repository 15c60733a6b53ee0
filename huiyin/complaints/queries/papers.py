"""What every letter of a complaint shows: whose it is, to whom, about which case, and who answers for it."""

from django.conf import settings
from django.utils.translation import override

from huiyin.accounts.models import Unit
from huiyin.cases.models import Case, Person, PersonRole
from huiyin.complaints.rules import terms
from huiyin.core.documents import Lang
from huiyin.core.documents.parts import CaseRef, Channel, Contact, Recipient, Sender

ON_BEHALF = (PersonRole.AGENT, PersonRole.HEIR)


def lang_of(case: Case) -> Lang:
    """The language of the letters of a case."""
    return "en" if case.language.lower().startswith("en") else "zh"


def unit_name(unit: Unit, lang: Lang) -> str:
    """The name of a unit as a letter writes it."""
    return (unit.name_en or unit.name) if lang == "en" else unit.name


def unit_phone(unit: Unit) -> str:
    """The phone of a unit, or the house's own."""
    return unit.phone or str(settings.INSURER["phone"])


def unit_address(unit: Unit) -> str:
    """The address of a unit, or the house's own; may be empty where nobody entered one."""
    return unit.address or str(settings.INSURER["address"])


def sender(unit: Unit, lang: Lang) -> Sender:
    """The insurer and the unit that answers. Raises IncompleteLetterError where there is no address."""
    house = settings.INSURER
    channels = {
        "zh": (("投诉电话", house["phone"]), ("投诉邮箱", house["email"]), ("网上投诉", settings.PUBLIC_URL)),
        "en": (("Complaints by phone", house["phone"]), ("by e-mail", house["email"]), ("online", settings.PUBLIC_URL)),
    }[lang]
    return Sender(
        insurer=house["name_en"] if lang == "en" and house["name_en"] else house["name"],
        unit=unit_name(unit, lang),
        phone=unit_phone(unit),
        address=unit_address(unit),
        email=house["email"],
        website=settings.PUBLIC_URL,
        channels=tuple(Channel(name=name, value=value) for name, value in channels if value),
    )


def addressee(case: Case) -> Person | None:
    """The person to whom letters of the case go: the contact, else the first complainant, else whoever has a name."""
    people = [person for person in Person.objects.filter(case_id=case.pk).order_by("id") if person.name]
    people.sort(key=lambda person: (not person.is_contact, person.role != PersonRole.COMPLAINANT))
    return people[0] if people else None


def recipient(case: Case) -> Recipient:
    """To whom letters go; an agent or heir stands for the complainant. Raises IncompleteLetterError without a name."""
    person = addressee(case)
    name = person.name if person else case.complainant_name
    stands_for = case.complainant_name if person and person.role in ON_BEHALF and case.complainant_name != name else ""
    address = (person.address,) if person and person.address.strip() else ()
    return Recipient(name=name, address=address, on_behalf_of=stands_for)


def case_ref(case: Case, lang: Lang) -> CaseRef:
    """Which complaint a letter is about."""
    with override("en" if lang == "en" else "zh-hans"):
        channel = str(case.get_channel_display())
    return CaseRef(
        number=case.number,
        received_at=case.received_at,
        subject=case.subject,
        policy=case.policy_number,
        channel=channel,
    )


def contact(case: Case, unit: Unit, person: str = "") -> Contact:
    """Who answers questions about the letter: the department with its phone. The person (the owner, or `person`) is
    named only where the house terms of the case say so (`letter.names_person`)."""
    name = unit_name(unit, lang_of(case))
    if terms.in_force(case.rules_on).letter.names_person:
        name = f"{name} {person or case.owner.name}"
    return Contact(name=name, phone=unit_phone(unit), email=str(settings.INSURER["email"]))
