"""What the words of a complaint tell: signs of risk, and the likely class (domain §8-2)."""

from ninja import Router, Schema
from pydantic import Field

from huiyin.api.access import Request
from huiyin.api.answers import case_of
from huiyin.api.operations import operation
from huiyin.complaints.models import Suggestion
from huiyin.complaints.queries import suggesting as queries
from huiyin.complaints.rules import signals
from huiyin.core.time import local_date

router = Router(tags=["Likeness"])


class SignOut(Schema):
    """A sign of risk."""

    code: str = Field(description="self_harm, regulator, media, lawsuit, group, vulnerable, personal_data, upset")
    words: list[str] = Field(description="The words that gave it")
    is_sure: bool = Field(description="They hardly mean anything else")
    is_urgent: bool


class LikelyClass(Schema):
    """A reason of the taxonomy and how likely it is."""

    code: str
    likelihood: float = Field(description="0 to 1")


class SignsOut(Schema):
    """Advice from the words alone; nothing of the complaint changes by it."""

    signs: list[SignOut] = Field(description="The urgent first, then the sure ones")
    version: str = Field(description="Edition of the lists of signs")
    likely: list[LikelyClass] = Field(description="Likeliest first, at most three; empty where no model read it yet")
    because: list[str] = Field(description="Words that spoke for the likeliest")
    abstained: bool = Field(description="Too unsure, or not read yet")
    model: str = Field(description="Version of the model; empty where there is none")


@operation(router, "GET", "/complaints/{number}/signs", scope="complaints:read", response=SignsOut, clause="3.2-7")
def read_signs(request: Request, number: str) -> SignsOut:
    """Read what the words of a complaint tell

    Signs of risk with the words that gave them, and the likely class with the words that spoke for it.
    """
    case = case_of(request, number)
    said = Suggestion.objects.filter(case=case).select_related("model").first()
    return SignsOut(
        signs=[
            SignOut(code=one.sign.code, words=list(one.words), is_sure=one.is_sure, is_urgent=one.sign.urgent)
            for one in queries.signs(case)
        ],
        version=signals.in_force(local_date(case.received_at)).version,
        likely=[LikelyClass(code=code, likelihood=share) for code, share in (said.codes if said else [])],
        because=[words for words, _weight in said.because] if said else [],
        abstained=said.abstained if said else True,
        model=said.model.version if said and said.model else "",
    )
