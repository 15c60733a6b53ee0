"""`python -m huiyin`: the command line."""

import sys

from huiyin.cli import main

sys.exit(main(sys.argv[1:]))
