"""`huiyin knowledge measure`: how well questions are answered from articles, without a database."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from huiyin.knowledge.rules import measuring

CONTENT = Path(__file__).parents[1] / "demo" / "content"


def main(argv: Sequence[str]) -> int:
    """Exit code 0: measured, 2: a file cannot be read."""
    parser = argparse.ArgumentParser(prog="huiyin knowledge measure", description=__doc__, allow_abbrev=False)
    parser.add_argument("--articles", default=str(CONTENT / "knowledge.yaml"), help="articles (YAML)")
    parser.add_argument("--questions", default=str(CONTENT / "questions.yaml"), help="questions with their articles")
    options = parser.parse_args(argv)
    try:
        articles = measuring.documents(_read(options.articles))
        asked = measuring.questions(_read(options.questions))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        print(f"huiyin knowledge measure: the file is not as it has to be: {error!r}", file=sys.stderr)
        return 2
    print(f"{len(articles)} articles, {len(asked)} questions")
    for half, name in ((0, "the half that set the limits"), (1, "the half held out")):
        found = measuring.measure(articles, asked, half=half)
        print(
            f"{name}: {found.known} with an article: first {found.first}, told {found.right}, "
            f"told wrong {found.wrong}, among those asked back {found.among}, not among them {found.missing}, "
            f"not known {found.silent}; "
            f"{found.unknown} without: told {found.answered_unknown}, asked back {found.asked_unknown}"
        )
    return 0


def _read(path: str) -> Any:
    return yaml.safe_load(Path(path).read_text(encoding="utf-8"))
