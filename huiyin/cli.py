"""The command line: finds the command, gives it what it needs, runs it.

A command is a module of `huiyin.commands` with `main(argv) -> int`. What it needs is declared here and prepared before
the module is imported, so that `huiyin rules due` starts without Django and `huiyin serve` finds its database running.
Exit codes: 0 done, 1 done with findings or rejects, 2 nothing done (wrong usage, refused, unreachable).
"""

import importlib
import os
import signal
import sys
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

# nothing: pure Python · settings: Django without its database · server: a database that runs, without Django
# database: Django, and the database runs
Needs = Literal["nothing", "settings", "server", "database"]


@dataclass(frozen=True)
class Command:
    """One command: the words that call it, the module that does it, what must be there before."""

    words: tuple[str, ...]
    module: str
    needs: Needs
    summary: str = ""  # none: a part of another command, not listed


COMMANDS = (
    Command(("demo",), "huiyin.commands.demo", "nothing", "everything at once with example data, for trying it out"),
    Command(("prepare-demo",), "huiyin.commands.prepare_demo", "database"),
    Command(("ready",), "huiyin.commands.ready", "database"),
    Command(("serve",), "huiyin.commands.serve", "server", "the web server: pages and API"),
    Command(("worker", "--single"), "huiyin.commands.worker_single", "database"),
    Command(("worker",), "huiyin.commands.worker", "server", "background work: limits, mail, sweeps"),
    Command(("migrate",), "huiyin.commands.migrate", "database", "bring database, keys and files to this version"),
    Command(("doctor",), "huiyin.commands.doctor", "nothing", "check the installation; each finding with its mend"),
    Command(
        ("createadmin",), "huiyin.commands.createadmin", "database", "make an administrator, print a one-time link"
    ),
    Command(("seed",), "huiyin.commands.seed", "database", "fill an empty database with example data"),
    Command(("rules", "due"), "huiyin.commands.rules_due", "nothing", "when a limit ends, and why (no database)"),
    Command(("verify",), "huiyin.commands.verify", "nothing", "check a case file, offline (no database)"),
    Command(("checkpoint",), "huiyin.commands.checkpoint", "database", "sign all chains; check what was signed"),
    Command(("churn",), "huiyin.commands.churn", "nothing", "learn who leaves from labelled rows (no database)"),
    Command(("text", "train"), "huiyin.commands.text_train", "nothing", "learn to label texts (no database)"),
    Command(("text", "predict"), "huiyin.commands.text_predict", "nothing", "label texts (no database)"),
    Command(("text", "evaluate"), "huiyin.commands.text_evaluate", "nothing", "how well texts are labelled"),
    Command(("text", "rank"), "huiyin.commands.text_rank", "nothing", "the likest texts of a pool (no database)"),
    Command(("lint",), "huiyin.commands.lint", "nothing", "check the citations of a text (no database)"),
    Command(
        ("rules", "check"), "huiyin.commands.rules_check", "nothing", "check packs, clauses and sources (no database)"
    ),
    Command(("rules", "resolve"), "huiyin.commands.rules_resolve", "nothing", "which rules bind a case, and why"),
    Command(
        ("import", "complaints"), "huiyin.commands.import_complaints", "database", "bring in complaints from a file"
    ),
    Command(
        ("import", "transfers"), "huiyin.commands.import_transfers", "database", "bring in the regulator's list (12378)"
    ),
    Command(
        ("export", "transfers"), "huiyin.commands.export_transfers", "database", "answers to the regulator (12378)"
    ),
    Command(("export", "customers"), "huiyin.commands.export_customers", "database", "customers as CSV or XLSX"),
    Command(("export", "policies"), "huiyin.commands.export_policies", "database", "policies as CSV or XLSX"),
    Command(("export", "claims"), "huiyin.commands.export_claims", "database", "claims as CSV or XLSX"),
    Command(("import", "customers"), "huiyin.commands.import_customers", "database", "customers of a core system"),
    Command(("import", "policies"), "huiyin.commands.import_policies", "database", "policies of a core system"),
    Command(("scan",), "huiyin.commands.scan", "database", "--again: ask the virus scanner about the files once more"),
    Command(("mail", "take"), "huiyin.commands.mail_take", "database", "take mails that are files, or one from stdin"),
    Command(
        ("insights", "rebuild"), "huiyin.commands.insights_rebuild", "database", "add the handbook's figures up anew"
    ),
    Command(("clock",), "huiyin.commands.clock", "settings", "did the machine's clock jump? --trust: it is right now"),
    Command(
        ("translations",), "huiyin.commands.translations", "nothing", "check the translations (--compile: use them)"
    ),
    Command(("tables",), "huiyin.commands.tables", "nothing"),
    Command(("openapi",), "huiyin.commands.openapi", "settings", "print the API's OpenAPI document"),
    Command(("knowledge", "measure"), "huiyin.commands.knowledge", "nothing", "how well questions are answered"),
    Command(("bench",), "huiyin.commands.bench", "nothing", "measure; see docs/performance.md"),
)


def usage() -> str:
    """What the command line can do."""
    lines = [f"  {' '.join(command.words):<18} {command.summary}" for command in COMMANDS if command.summary]
    return (
        "usage: huiyin [--data-dir FOLDER] COMMAND [OPTION ...]\n\ncommands:\n"
        + "\n".join(lines)
        + "\n\nhuiyin COMMAND --help tells more. The database is DATABASE_URL; without it an embedded one in the data\n"
        "folder (--data-dir or HUIYIN_DATA_DIR; default /var/lib/huiyin for root, else ~/.local/share/huiyin)."
    )


def main(argv: list[str]) -> int:
    """Run one command; returns its exit code."""
    try:
        argv = _take_data_dir(argv)
    except ValueError as error:
        return _wrong(str(error))
    if not argv or argv[0] in {"-h", "--help", "help"}:
        print(usage())
        return 0 if argv else 2
    found = [command for command in COMMANDS if tuple(argv[: len(command.words)]) == command.words]
    if not found:
        inner = [" ".join(command.words) for command in COMMANDS if command.words[0] == argv[0]]
        return _wrong(f"{argv[0]}: say {' or '.join(inner)}" if inner else f"there is no command {argv[0]!r}")
    command = found[0]
    # SIGTERM ends like Ctrl-C: whatever is open gets closed in order, the database last.
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with _prepared(command.needs, argv):
            return int(importlib.import_module(command.module).main(argv[len(command.words) :]))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if not _is_expected(error):
            raise
        print(f"huiyin: {error}", file=sys.stderr)
        return 2


def _take_data_dir(argv: list[str]) -> list[str]:
    """--data-dir may stand anywhere; it becomes HUIYIN_DATA_DIR for this process and its children."""
    rest = list(argv)
    for index, word in enumerate(argv):
        if word == "--data-dir":
            if index + 1 == len(argv):
                raise ValueError("--data-dir needs a folder")
            os.environ["HUIYIN_DATA_DIR"] = str(Path(argv[index + 1]).expanduser().absolute())
            del rest[index : index + 2]
            break
        if word.startswith("--data-dir="):
            os.environ["HUIYIN_DATA_DIR"] = str(Path(word.partition("=")[2]).expanduser().absolute())
            del rest[index]
            break
    return rest


def _prepared(needs: Needs, argv: list[str]) -> AbstractContextManager[Any]:
    """What the command needs. Asking for help needs Django at most, never a database."""
    wants_help = bool({"-h", "--help"} & set(argv))
    if needs == "nothing" or (needs == "server" and wants_help):
        return nullcontext()
    if needs == "server":
        running: AbstractContextManager[Any] = importlib.import_module("huiyin.commands.database").running()
        return running
    surroundings = importlib.import_module("huiyin.commands.surroundings")
    if needs == "settings" or wants_help:
        return nullcontext(surroundings.set_up_django())
    opened: AbstractContextManager[Any] = surroundings.everything()
    return opened


def _is_expected(error: Exception) -> bool:
    """Errors whose message says all: told in a line, without a traceback."""
    return any(kind.__name__ in {"EmbeddedError", "Refused", "CommandError"} for kind in type(error).__mro__)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _wrong(message: str) -> int:
    print(f"huiyin: {message}\n\n{usage()}", file=sys.stderr)
    return 2
