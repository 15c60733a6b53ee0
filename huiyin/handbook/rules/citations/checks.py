"""The checks of cited documents: status, number against title, articles by structure and by content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from huiyin.core.words import Words
from huiyin.handbook.rules.citations import wording
from huiyin.handbook.rules.citations.cites import Cite
from huiyin.handbook.rules.citations.content import MEANT, Scales
from huiyin.handbook.rules.citations.terms import Document, Kind, Library, Saying

#: What a check answers: kind, source, mend.
Verdict = tuple[Kind, Words, Words]
_PROOF_OF_TITLE = (
    "法", "条例", "办法", "规定", "规范", "指引", "指南", "标准", "通知", "意见", "细则", "规则", "准则", "决定",
    "批复", "公告", "解释", "报告", "白皮书", "蓝皮书", "手册", "研究", "实务", "纲要", "要求", "通报", "规程", "体系",
)  # fmt: skip


@dataclass(frozen=True)
class Resolved:
    """Which document a citation means on a day; `document` None when nobody knows it. `verdict`: what is amiss."""

    document: Document | None
    verdict: Verdict | None = None


class Judge:
    """Judges citations as of a day, with what the library knows."""

    def __init__(self, library: Library, on: date) -> None:
        self.library, self.on = library, on
        self._weighed: dict[str, Scales] = {}

    def resolve(self, cite: Cite) -> Resolved:
        """The document, and what is amiss with number, title or status; the data set adds to the mend."""
        found = self._resolve(cite)
        if found.verdict is None:
            return found
        saying = next((one for one in self.library.sayings if cite.name and cite.name in one.titles), None)
        if saying is None:
            return found
        kind, source, mend = found.verdict
        told = (
            saying.mend if source is wording.NOBODY else Words(mend.zh + saying.mend.zh, f"{mend.en} {saying.mend.en}")
        )
        return Resolved(found.document, (kind, saying.source if source is wording.NOBODY else source, told))

    def _resolve(self, cite: Cite) -> Resolved:
        if cite.standard is not None:
            return self._standard(cite)
        titled = self.library.named(cite.name) if cite.name else ()
        if cite.number is not None and cite.number.key is not None and not cite.alias:
            return self._numbered(cite, titled)
        if not titled:
            return Resolved(None, self._nobody(cite))
        return self._in_force(cite, titled)

    def _numbered(self, cite: Cite, titled: Sequence[Document]) -> Resolved:
        key = cite.number.key if cite.number else None
        assert key is not None
        numbered = self.library.numbered(key)
        both = [one for one in numbered if one in titled]
        if both:
            return self._in_force(cite, both, fixed=True)
        if numbered and cite.title is None:
            return self._in_force(cite, numbered, fixed=True)
        if numbered and titled:
            return Resolved(
                numbered[0], ("wrong", wording.of(numbered[0]), wording.both_known(numbered[0], titled[-1]))
            )
        if numbered:
            return Resolved(numbered[0], ("wrong", wording.of(numbered[0]), wording.other_title(numbered[0])))
        if titled:
            return self._other_number(cite, titled)
        return Resolved(None, self._nobody(cite))

    def _other_number(self, cite: Cite, titled: Sequence[Document]) -> Resolved:
        """A known title under a number that is not its own: another one's, an earlier or a later edition's."""
        key, current = (cite.number.key if cite.number else None), titled[-1]
        if key is None or current.key is None or current.key.year == 0 or key.year == 0:
            return self._in_force(cite, titled)
        source = wording.of(current)
        if key.year > current.key.year:
            return Resolved(None, ("not verifiable", source, wording.later_number(current)))
        first = titled[0].key.year if titled[0].key else current.key.year
        if key.year < first and key.form != "令":
            return Resolved(current, ("wrong", source, wording.other_number(current)))
        if key.year < first:
            return Resolved(None, None if cite.historic else ("superseded", source, wording.other_number(current)))
        return Resolved(current, ("wrong", source, wording.other_number(current)))

    def _in_force(self, cite: Cite, known: Sequence[Document], *, fixed: bool = False) -> Resolved:
        """Of several editions the one that is meant; is it in force?"""
        dated = [one for one in known if cite.edition and cite.edition in one.editions]
        if cite.edition and not dated and not fixed and self._is_edition(cite, known):
            return Resolved(None)  # an edition that is not known here: named with its year, which is right
        pool = dated or [one for one in known if one.in_force_on(self.on)] or list(known)
        one = pool[-1]
        if cite.historic or one.in_force_on(self.on):
            verdict = None
            if one.status == "draft" and not cite.historic:
                verdict = self._draft(cite, one)
            return Resolved(one, verdict)
        if one.since and one.since > self.on and not (one.until and one.until < self.on):
            return Resolved(one, ("wrong", wording.of(one), wording.not_yet(one)))
        if dated and len(known) > 1:
            return Resolved(one)  # the old text, called so
        later = self.library.documents.get(one.replaced_by)
        return Resolved(one, ("superseded", wording.of(later or one), wording.ended(one, later)))

    @staticmethod
    def _is_edition(cite: Cite, known: Sequence[Document]) -> bool:
        return all(one.kind in {"law", "regulation"} for one in known) and not any(
            one.since and cite.edition <= str(one.since.year) and one.status == "repealed" for one in known
        )

    @staticmethod
    def _draft(cite: Cite, one: Document) -> Verdict | None:
        named = cite.title.title if cite.title else ""
        if "征求意见" in named or "草案" in named or "draft" in named.lower():
            return None
        return "wrong", wording.of(one), wording.draft(one)

    def _standard(self, cite: Cite) -> Resolved:
        """A standard: is there such a number, such a year, is it in force, and is the title its own?"""
        assert cite.standard is not None
        number, year = cite.standard.standard
        editions = self.library.standards(number)
        owners = [one for one in self.library.named(cite.name) if one.standard] if cite.name else []
        if not editions and owners:
            return Resolved(None, ("wrong", wording.of(owners[-1]), wording.other_number(owners[-1])))
        if not editions:
            return Resolved(None, ("not verifiable", wording.NOBODY, wording.unknown(None)))
        current = next((one for one in reversed(editions) if one.in_force_on(self.on)), editions[-1])
        if cite.name and not any(_titled(edition, cite.name) for edition in editions):
            return Resolved(current, self._foreign_title(current, owners))
        undated = next((one for one in editions if one.standard == (number, "")), None)
        one = next((one for one in editions if one.standard == (number, year)), undated) if year else current
        if one is None:
            return Resolved(current, ("wrong", wording.of(current), wording.no_edition(current, year)))
        if cite.historic:
            return Resolved(one)
        if not one.in_force_on(self.on) and (one is not current or one.until is not None):
            later = self.library.documents.get(one.replaced_by, current)
            return Resolved(one, ("superseded", wording.of(later), wording.ended(one, later)))
        if cite.name and not _titled(one, cite.name):
            return Resolved(one, ("superseded", wording.of(one), wording.old_title(one)))
        return Resolved(one)

    def _foreign_title(self, current: Document, owners: Sequence[Document]) -> Verdict:
        """A number under a title that none of its editions has; `owners`: the standards that have the title."""
        said = wording.other_title(current)
        if not owners:
            return "wrong", wording.of(current), said
        owner = owners[-1]
        told = wording.name(owner)
        said = Words(f"{said.zh}所写名称属于{told.zh}。", f"{said.en} The title is that of {told.en}.")
        if not owner.in_force_on(self.on):
            ended = wording.ended(owner, self.library.documents.get(owner.replaced_by))
            said = Words(said.zh + ended.zh, f"{said.en} {ended.en}")
        return "wrong", wording.of(owner), said

    def _nobody(self, cite: Cite) -> Verdict | None:
        """Nobody knows the document: not verifiable when it claims to be one."""
        for saying in self.library.sayings:
            if saying.number is not None and cite.number is not None and saying.number == cite.number.key:
                return saying.kind, saying.source, saying.mend
        if cite.number is None and not cite.name.endswith(_PROOF_OF_TITLE):
            return None
        names = {name: one for one in self.library.documents.values() for name in one.names if len(name) > 4}
        near = get_close_matches(cite.name, names, n=1, cutoff=0.82) if cite.name else []
        return "not verifiable", wording.NOBODY, wording.unknown(names[near[0]] if near else None)

    def articles(self, cite: Cite, one: Document, chain_claims: Iterable[tuple[Cite, Document]]) -> Verdict | None:
        """The cited articles: do they exist, and do they say what they are cited for?"""
        if cite.articles is None or not cite.articles.articles:
            return None
        numbers = cite.articles.articles
        if one.articles_total is not None and any(not 1 <= number <= one.articles_total for number in numbers):
            return "wrong", wording.of(one), wording.beyond(one, one.articles_total)
        cited = tuple(str(number) for number in numbers)
        for saying in self._sayings(cite, one, cited):
            return saying.kind, saying.source, saying.mend
        if any(self.supported(other, document) for other, document in chain_claims):
            return None
        if (verdict := self._moved(cite, one, cited)) is not None:
            return verdict
        better = self._weigh(one).elsewhere(cited, cite.claim)
        return ("wrong", wording.of(one, better), wording.elsewhere(one, cited, better)) if better else None

    def _moved(self, cite: Cite, one: Document, cited: tuple[str, ...]) -> Verdict | None:
        """The number that the content had in an edition before this one."""
        scales = self._weigh(one)
        if cite.historic or any(scales.weight(key, cite.claim) > 0 for key in cited):
            return None
        for old in self.library.named(one.names[0]):
            if old.until is None or one.since is None or old.until >= one.since:
                continue
            meant = [key for key in cited if self._weigh(old).weight(key, cite.claim) >= MEANT]
            now = [key for key, known in one.articles.items() for past in meant if known is old.articles[past]]
            if now:
                return "superseded", wording.of(one, now), wording.moved(one, old, cited, now)
        return None

    def supported(self, cite: Cite, one: Document) -> bool:
        """Does the claim speak of a cited article?"""
        if cite.articles is None:
            return False
        scales = self._weigh(one)
        cited = [str(number) for number in cite.articles.articles]
        return any(key not in scales.articles or scales.weight(key, cite.claim) > 0 for key in cited)

    def _sayings(self, cite: Cite, one: Document, cited: tuple[str, ...]) -> Iterator[Saying]:
        for saying in self.library.sayings:
            if saying.cites is None or saying.cites[0] != one.code or saying.cites[1] not in cited:
                continue
            if any(all(word in cite.claim for word in words) for words in saying.about):
                others = [key for key in cited if key != saying.cites[1]]
                if not any(self._weigh(one).weight(key, cite.claim) > 0 for key in others):
                    yield saying

    def _weigh(self, one: Document) -> Scales:
        if one.code not in self._weighed:
            self._weighed[one.code] = Scales(one.articles)
        return self._weighed[one.code]


def _titled(one: Document, name: str) -> bool:
    return any(name == known or (len(name) >= 6 and name in known) for known in one.names)
