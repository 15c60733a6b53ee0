"""The shared case: one register for everything that comes in (3.1-1)."""

from huiyin.cases.models.case import ENDED, Case, CaseSearch, Channel, Flag, Kind, Registry, Severity, State
from huiyin.cases.models.chat import Chat, ChatSite, ChatState
from huiyin.cases.models.checklists import CaseCheck, ChecklistVersion, CheckState
from huiyin.cases.models.clauses import CitedClause, ClauseRole
from huiyin.cases.models.desk import Doing, Draft, Presence
from huiyin.cases.models.evidence import (
    Custody,
    Evidence,
    EvidenceKind,
    EvidenceSource,
    Quarantine,
    QuarantineCause,
    Scan,
)
from huiyin.cases.models.fields import FieldKind, FieldValue, FieldVersion
from huiyin.cases.models.finding import FileText, Readable, RecentSearch
from huiyin.cases.models.following import Mention, MessageMove, Watch
from huiyin.cases.models.letters import Letter, LetterPage, Wording
from huiyin.cases.models.likeness import Fingerprint
from huiyin.cases.models.links import CaseLink, LinkKind
from huiyin.cases.models.load import LoadRun, OpenLoad
from huiyin.cases.models.notifications import Digest, FeedPlace, Notification, NotificationChoice, NotificationKind
from huiyin.cases.models.outlet import BookEntry, Opinion
from huiyin.cases.models.people import Ownership, Participation, Person, PersonRole, Recusal
from huiyin.cases.models.tags import CaseTag, Tag, TagColour, TagFreedom
from huiyin.cases.models.talk import Direction, Message, Note
from huiyin.cases.models.templates import Macro, Purpose, Template, TemplateUse, TemplateVersion, VersionState
from huiyin.cases.models.views import (
    BulkKind,
    BulkRow,
    BulkRun,
    BulkState,
    RowState,
    SavedView,
    Tally,
    ViewPlace,
)

__all__ = [
    "ENDED",
    "BookEntry",
    "BulkKind",
    "BulkRow",
    "BulkRun",
    "BulkState",
    "Case",
    "CaseCheck",
    "CaseLink",
    "CaseSearch",
    "CaseTag",
    "Channel",
    "Chat",
    "ChatSite",
    "ChatState",
    "CheckState",
    "ChecklistVersion",
    "CitedClause",
    "ClauseRole",
    "Custody",
    "Digest",
    "Direction",
    "Doing",
    "Draft",
    "Evidence",
    "EvidenceKind",
    "EvidenceSource",
    "FeedPlace",
    "FieldKind",
    "FieldValue",
    "FieldVersion",
    "FileText",
    "Fingerprint",
    "Flag",
    "Kind",
    "Letter",
    "LetterPage",
    "LinkKind",
    "Macro",
    "Mention",
    "Message",
    "MessageMove",
    "LoadRun",
    "Note",
    "Notification",
    "NotificationChoice",
    "NotificationKind",
    "OpenLoad",
    "Opinion",
    "Ownership",
    "Participation",
    "Person",
    "PersonRole",
    "Presence",
    "Purpose",
    "Readable",
    "RecentSearch",
    "Quarantine",
    "QuarantineCause",
    "Recusal",
    "Registry",
    "RowState",
    "SavedView",
    "Scan",
    "Severity",
    "State",
    "Tag",
    "TagColour",
    "TagFreedom",
    "Tally",
    "Template",
    "TemplateUse",
    "TemplateVersion",
    "VersionState",
    "ViewPlace",
    "Watch",
    "Wording",
]
