"""A text in both languages, for data that carries its own words; those of the pages go through gettext."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The Chinese text for any zh locale, else the English."""
        return self.zh if language.lower().startswith("zh") else self.en
