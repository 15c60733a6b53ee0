"""`huiyin openapi`: the API's OpenAPI document, for client generators."""

import argparse
import json
import sys
from collections.abc import Sequence

from huiyin.api.urls import api


def main(argv: Sequence[str]) -> int:
    """Print the document as JSON."""
    argparse.ArgumentParser(prog="huiyin openapi", description=__doc__).parse_args(argv)
    json.dump(api.get_openapi_schema(), sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()
    return 0
