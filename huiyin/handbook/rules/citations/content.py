"""Is an article cited for what it says? Words of the claim are weighed against what each article is about."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from huiyin.handbook.rules.citations.terms import Article

# An article is meant when its words weigh this much (in units of a word that only one article has) …
MEANT = 1.2
# … and the cited one is not when it weighs at most this share of the best, and less than half such a word.
SHARE = 0.25
LITTLE = 0.5


@dataclass(frozen=True)
class Scales:
    """Weighs claims against the articles of one document."""

    articles: Mapping[str, Article]

    @cached_property
    def _weights(self) -> dict[str, float]:
        count = Counter(word for one in self.articles.values() for words in set(one.about) for word in set(words))
        return {word: log(1 + len(self.articles) / times) for word, times in count.items()}

    @cached_property
    def _pairs(self) -> dict[str, frozenset[str]]:
        """The character pairs of each gist that few other articles share."""
        own = {key: _pairs(one.gist.zh) for key, one in self.articles.items()}
        count = Counter(pair for pairs in own.values() for pair in pairs)
        most = max(2, len(own) // 12)
        return {key: frozenset(pair for pair in pairs if count[pair] <= most) for key, pairs in own.items()}

    def weight(self, article: str, claim: str) -> float:
        """How much a claim speaks of an article, 1 being one word that no other article has."""
        known = self.articles.get(article)
        if known is None:
            return 0.0
        unit = log(1 + len(self.articles))
        said = [words for words in known.about if all(word in claim for word in words)]
        seen = {word for words in said for word in words}
        return sum(self._weights[word] for word in seen) / unit

    def touches(self, article: str, claim: str) -> bool:
        """Does the claim share unusual character pairs with the gist of the article?"""
        return len(self._pairs.get(article, frozenset()) & _pairs(claim)) >= 2

    def elsewhere(self, cited: tuple[str, ...], claim: str) -> tuple[str, ...]:
        """The articles that the claim speaks of when it does not speak of any cited one; the best first, else none."""
        if not cited or any(one not in self.articles for one in cited):
            return ()
        own = max(self.weight(one, claim) for one in cited)
        ranked = sorted(((self.weight(one, claim), one) for one in self.articles if one not in cited), reverse=True)
        best = ranked[0][0] if ranked else 0.0
        if best < MEANT or own > min(best * SHARE, LITTLE) or any(self.touches(one, claim) for one in cited):
            return ()
        return tuple(one for weight, one in ranked[:3] if weight >= best * 0.8)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(
        text[i : i + 2] for i in range(len(text) - 1) if all("\u4e00" <= char <= "\u9fff" for char in text[i : i + 2])
    )
