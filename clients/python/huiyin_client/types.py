"""What the interface takes and gives. Written by generate.py from the OpenAPI document; do not edit."""

from typing import Any, Literal, NotRequired, TypedDict


class AbsenceIn(TypedDict):
    """From when to when."""

    kind: Literal["leave", "sick", "training", "travel", "left", "other"]
    from_at: str
    #: Null: the return is not known
    to_at: NotRequired[str | None]
    #: Number of who stands in
    deputy: NotRequired[str]


class AbsenceOut(TypedDict):
    """An absence."""

    id: str
    kind: str
    from_at: str
    to_at: str | None
    deputy: str
    ended_at: str | None


class AcceptIn(TypedDict):
    """A word to the complainant."""

    #: Goes into the acceptance notice; up to 2,000 characters
    note: NotRequired[str]


class After(TypedDict):
    """The next page of rows."""

    after: str | None


class AgreementIn(TypedDict):
    """Another date that both sides agreed."""

    #: The limit lasts to 24:00 of this day in Shanghai
    until: str
    proof_evidence_id: str
    #: Now, when left out
    agreed_at: NotRequired[str | None]
    reason: NotRequired[str]


class AlarmsSeen(TypedDict):
    """How many were not seen before."""

    count: int


class AmongOut(TypedDict):
    """Somebody's part in a policy, masked."""

    #: Of the part, to end it; none for the applicant
    id: str | None
    #: applicant, insured, beneficiary, agent, heir
    role: str
    name: str
    #: The paper that proves it
    authority: str


class AnswerFacts(TypedDict):
    """What is told of a transferred complaint."""

    #: The regulator's number
    external_ref: str
    number: str
    received_on: str
    accepted_on: str | None
    decided_on: str | None
    told_on: str | None
    outcome: Literal["", "upheld", "partly", "not_upheld", "not_proceeded", "rerouted", "withdrawn"]
    #: Empty while the case is open
    settled: Literal["", "yes", "no"]
    extended_until: str | None
    #: Natural days from receipt to telling
    days: int | None


class AnswerOut(TypedDict):
    """What is known."""

    verdict: Literal["answer", "ask", "unknown"]
    #: The answer, or two or three to choose from
    found: list["FoundOut"]
    engine: str


class AnswerToGive(TypedDict):
    """A case that was not given back, or changed since."""

    #: The regulator's number
    external_ref: str
    number: str
    received_on: str
    accepted_on: str | None
    decided_on: str | None
    told_on: str | None
    outcome: Literal["", "upheld", "partly", "not_upheld", "not_proceeded", "rerouted", "withdrawn"]
    #: Empty while the case is open
    settled: Literal["", "yes", "no"]
    extended_until: str | None
    #: Natural days from receipt to telling
    days: int | None
    changed: bool
    #: Why it cannot be given back yet; empty: it can
    missing: list[str]


class AnswersToGive(TypedDict):
    """The cases of the period that the caller sees."""

    items: list["AnswerToGive"]


class ApprovalOut(TypedDict):
    """One approver's word on a plan."""

    id: str
    approver: "StaffRef"
    level: str
    approved: bool
    reason: str
    #: Why the sum lies outside what like complaints got; empty inside
    outlier_reason: str
    at: str


class ApproveIn(TypedDict):
    """Why, and why the sum lies outside what like complaints got where it does."""

    reason: str
    #: Asked for by `plan.outlier`; 4 to 500 characters
    outlier_reason: NotRequired[str]


class ArticleIn(TypedDict):
    """A new article."""

    title: str
    title_en: NotRequired[str]
    #: How customers put it
    questions: NotRequired[list[str]]
    text_zh: str
    text_en: NotRequired[str]
    #: Today or a later day
    from_on: str
    until_on: NotRequired[str | None]
    #: Within a year of the first day
    review_on: str
    #: 1 to 40 small letters, digits or hyphens
    key: str
    topic: Literal["product", "cover", "claims", "surrender", "benefits", "policy", "rights", "other"]
    line: NotRequired[Literal["", "life", "health", "accident", "property", "liability", "credit", "annuity"]]
    product_code: NotRequired[str]
    audience: Literal["public", "staff", "role"]
    roles: NotRequired[list[str]]


class ArticleNext(TypedDict):
    """The next version."""

    title: str
    title_en: NotRequired[str]
    #: How customers put it
    questions: NotRequired[list[str]]
    text_zh: str
    text_en: NotRequired[str]
    #: Today or a later day
    from_on: str
    until_on: NotRequired[str | None]
    #: Within a year of the first day
    review_on: str
    #: Number of the newest version that was read
    seen: NotRequired[int | None]


class ArticleOut(TypedDict):
    """An article with its versions, newest first."""

    key: str
    topic: str
    line: str
    product_code: str
    audience: str
    roles: list[str]
    #: Employee number
    keeper: str
    is_retired: bool
    versions: list["ArticleVersionOut"]
    uses: int
    helpful: int
    unhelpful: int
    #: Send it as `If-Match`: refused with 412 when somebody changed it meanwhile
    etag: str


class ArticlePage(TypedDict):
    """Articles by key."""

    items: list["ArticleRow"]
    next: str


class ArticleReview(TypedDict):
    """It is still true."""

    #: Look at it again by this day, within a year
    review_on: str


class ArticleRow(TypedDict):
    """An article of the list."""

    key: str
    topic: str
    line: str
    product_code: str
    audience: str
    roles: list[str]
    #: Employee number
    keeper: str
    is_retired: bool


class ArticleSentBack(TypedDict):
    """Why a version goes back."""

    reason: str


class ArticleUse(TypedDict):
    """Whether an article answers."""

    in_use: bool


class ArticleVersionOut(TypedDict):
    """A version. Its words never change."""

    number: int
    title: str
    title_en: str
    questions: list[str]
    text_zh: str
    text_en: str
    from_on: str
    until_on: str | None
    review_on: str
    #: submitted, approved, rejected, withdrawn
    state: str
    written_at: str
    written_by: str
    decided_at: str | None
    decided_by: str
    reason: str
    #: What the check of citations said
    advice: list[dict[str, Any]]


class AskIn(TypedDict):
    """A question, as a customer puts it."""

    text: str
    #: Only from what is public; else also from what the caller may read
    for_customers: NotRequired[bool]


class AtQuery(TypedDict):
    """Which moment, and by which time."""

    #: Now, when left out
    time: str | None
    #: `known`: only what had been written down by then
    by: Literal["happened", "known"]


class AttachIn(TypedDict):
    """The complaint that was taken down in the call."""

    #: Its number
    complaint: str


class AttemptIn(TypedDict):
    """An attempt that reached nobody."""

    method: Literal["handed_over", "posted", "email", "sms", "phone"]
    tried_at: str
    #: Number of the call record or the like
    reference: str
    what_for: NotRequired[Literal["decision", "satisfaction", "other"]]
    text: NotRequired[str]


class AuthorityIn(TypedDict):
    """The item that proves it."""

    evidence_id: str


class BackIn(TypedDict):
    """What has to be different."""

    reason: str


class BehindQuery(TypedDict):
    """Which part of a figure."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    #: Code of a unit; those below it too. Left out: all that the caller may read
    unit: str
    #: The last months, the present one among them
    months: Literal[1, 3, 12]
    verdict: Literal["kept", "broken", "open"]


class BindingOut(TypedDict):
    """The terms that bind the case."""

    product: str
    #: Null: the catalogue has none for that day
    version: int | None
    day: str
    #: The day the policy was signed; else the day the case came in
    by_policy: bool


class BookEntryOut(TypedDict):
    """An entry with its answer."""

    #: Number of its case
    number: str
    unit: str
    kind: Literal["matter", "suggestion", "praise"]
    volume: int
    page: int
    line: int
    written_on: str
    #: Last day for the answer
    due_on: str
    answer: str
    answered_at: str | None


class BookMonth(TypedDict):
    """A month of the book: the entries of cases that the caller sees."""

    items: list["BookEntryOut"]
    missing: list["MissingPage"]


class BrokenList(TypedDict):
    """By unit and id."""

    items: list["BrokenOut"]
    #: Empty: that was all
    next_cursor: str


class BrokenOut(TypedDict):
    """A record that breaks a principle, masked."""

    id: str
    name: str
    unit: str
    #: principle:what, as complete:phone, correct:email, current:old, safe:often
    faults: list[str]
    #: When it was measured
    at: str


class BulkOut(TypedDict):
    """What became of each row, in order."""

    items: list["RowOut"]
    #: Rows with a status below 400
    done: int


class CalendarList(TypedDict):
    """The calendars in use by code, and the notices of this house."""

    current: dict[str, str]
    items: list["CalendarOut"]


class CalendarOut(TypedDict):
    """A year's notice, published or on its way."""

    id: str
    code: str
    year: int
    source: str
    state: str
    version: int
    days: list[dict[str, Any]]
    #: The whole calendar it became; empty before it is published
    calendar_version: str
    decision: str
    created_by: "StaffRef"


class CallBackIn(TypedDict):
    """What the caller wishes."""

    about: NotRequired[str]
    #: A time agreed with the caller; without it the rule's
    wish: NotRequired[str | None]


class CallBackList(TypedDict):
    """Open ones, the most urgent first, and how the last thirty days went."""

    items: list["CallBackOut"]
    #: Empty: that was all
    next_cursor: str
    in_time: int
    late: int
    overdue: int


class CallBackOut(TypedDict):
    """A call that is owed to a number."""

    id: str
    #: The call that was missed, or in which it was asked for
    call_id: str
    #: Masked
    number: str
    #: missed, asked
    reason: str
    about: str
    #: Employee number; empty while nobody has it
    owner: str
    unit: str
    #: How many calls of this number it stands for
    calls: int
    asked_at: str
    due_at: str
    #: The version of the rule behind the time; empty for a time agreed with the caller
    rule: str
    #: open, done, unreached, not_needed
    state: str
    attempts: int
    ended_at: str | None


class CallBackQuery(TypedDict):
    """Whose."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    mine: bool


class CallList(TypedDict):
    """Newest first."""

    items: list["CallOut"]
    #: Empty: that was all
    next_cursor: str


class CallOut(TypedDict):
    """A call. The number is masked; it says nothing of who called."""

    id: str
    #: What the telephone system calls it
    reference: str
    #: in, out
    direction: str
    #: Masked
    number: str
    #: The number of ours that was called
    line: str
    queue: str
    #: Employee number; empty while nobody has it
    agent: str
    unit: str
    began_at: str
    rang_at: str | None
    answered_at: str | None
    ended_at: str | None
    #: How long they spoke
    seconds: int | None
    #: Empty while it goes on; answered, missed, unreached, abandoned, busy, voicemail, failed
    outcome: str
    #: Who may listen is decided by the recorder
    recording_url: str
    #: Only once the caller was identified
    customer_id: str | None
    #: Number of the matter it belongs to, if the caller of this operation sees it
    complaint: str


class CallQuery(TypedDict):
    """Which calls."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    #: mine, live (going on), or one outcome; empty: all that one may see
    only: Literal["", "mine", "live", "answered", "missed", "unreached", "abandoned", "busy", "voicemail", "failed"]


class CallerMatter(TypedDict):
    """A matter of the caller, as far as they are told of it on the phone."""

    number: str
    kind: str
    state: str
    is_open: bool
    subject: str
    owner: str
    due_at: str | None
    #: False: others work on it; what the caller says can be written into it
    may_open: bool
    promises: list["CallerPromise"]


class CallerOut(TypedDict):
    """Who calls."""

    customer_id: str
    #: Masked
    name: str
    #: Numbers
    policies: list[str]
    #: Open ones first
    matters: list["CallerMatter"]


class CallerPromise(TypedDict):
    """Something promised and not yet kept."""

    text: str
    due_at: str | None
    by: str


class CandidateOut(TypedDict):
    """Another record that may be of the same person, masked."""

    id: str
    name: str
    phone: str
    certificate_no: str
    #: 0 to 100
    score: int
    #: What speaks for it and against it, the weightiest first
    grounds: list[str]


class CareTaskOut(TypedDict):
    """Something to do for the customer."""

    id: str
    title: str
    #: What the customer must agree to be reached for
    purpose: str
    unit: str
    due_at: str | None


class CaseClauses(TypedDict):
    """The clauses of a case, disputed ones first."""

    items: list["CitedOut"]
    binding: "BindingOut"


class CaseStaff(TypedDict):
    """Who answers and answered for it, who takes part, who stays away."""

    periods: list["StaffPeriod"]
    recusals: list["RecusalOut"]


class CaseTags(TypedDict):
    """The tags of a complaint, in the order they were put on."""

    items: list["TagOut"]


class ChangeIn(TypedDict):
    """New details on the customer's word; nothing in `values`: all is still right."""

    values: NotRequired[dict[str, str]]
    #: The care that the person told us of; null leaves it as it is
    care: NotRequired[list[Literal["disabled", "ill", "hardship"]] | None]
    #: On whose word, and how it is known; 4 characters at least
    reason: str


class ChangeList(TypedDict):
    """Every clause, in the order of the newer version."""

    items: list["TermsChangeOut"]


class ChangeOut(TypedDict):
    """Something happened to a complaint: read the complaint for what it is now."""

    #: Id of the ledger entry: the same change has the same id in feed and webhooks
    id: str
    #: e.g. `complaint.accepted`
    kind: str
    #: The kind in words, in the language of the request
    title: str
    complaint_id: str
    number: str
    #: Place in the ledger of the complaint, from 1, without gaps
    seq: int
    #: When it happened
    at: str
    #: When it was written down
    written_at: str
    actor_kind: str
    actor_label: str


class ChangePage(TypedDict):
    """A stretch of the feed."""

    items: list["ChangeOut"]
    #: Cursor behind this stretch; never empty: keep it and ask again later
    next: str
    #: There is more to read now; items may be empty all the same
    more: bool


class ChangeRevealIn(TypedDict):
    """Why it must be seen."""

    #: At least four characters; kept in the access log
    reason: str


class ChangeRevealed(TypedDict):
    """The values of one change."""

    before: str
    after: str


class ChangedOut(TypedDict):
    """One limit that would be another."""

    #: Number of the complaint
    complaint: str
    change: Literal["earlier", "later", "new", "gone"]
    started_at: str
    old_due_at: str | None
    new_due_at: str | None
    #: null: nobody can judge
    old_broken: bool | None
    new_broken: bool | None


class ChangedPage(TypedDict):
    """Limits that would change, of complaints that the caller may see."""

    items: list["ChangedOut"]
    next: str


class ChangedQuery(TypedDict):
    """Which limits."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    #: broken or kept: newly so under the draft; else by what becomes of the limit
    kind: Literal["", "broken", "kept", "earlier", "later", "new", "gone"]


class ChatLineIn(TypedDict):
    """A line of an answer."""

    text: str
    #: Your own name for this line: sent twice, it stands there once
    line: str


class ChatLineOut(TypedDict):
    """A line of a chat."""

    id: str
    from_visitor: bool
    text: str
    at: str


class ChatList(TypedDict):
    """Who waits for you, the longest first, and the chats you lead; at most 200 of each."""

    waiting: list["ChatOut"]
    mine: list["ChatOut"]


class ChatOut(TypedDict):
    """How a chat stands. Of one that waits nothing is told but that it waits."""

    number: str
    #: none: the case did not begin as a chat
    state: Literal["waiting", "talking", "ended", "none"]
    site: str
    unit: str
    #: Employee number of whoever leads it
    agent: str
    waiting_since: str | None
    taken_at: str | None
    ended_at: str | None


class ChatResultIn(TypedDict):
    """What was asked and answered."""

    result: str


class ChatSaid(TypedDict):
    """The line as it stands now."""

    id: str
    at: str


class ChatSettled(TypedDict):
    """The case that has ended with it."""

    number: str
    state: str
    version: int


class ChatTalk(TypedDict):
    """A chat with what was said, the oldest first."""

    number: str
    #: none: the case did not begin as a chat
    state: Literal["waiting", "talking", "ended", "none"]
    site: str
    unit: str
    #: Employee number of whoever leads it
    agent: str
    waiting_since: str | None
    taken_at: str | None
    ended_at: str | None
    lines: list["ChatLineOut"]


class CheckList(TypedDict):
    """The lines of the stage the complaint is in."""

    stage: str
    items: list["CheckOut"]


class CheckOut(TypedDict):
    """A line as it stands on the complaint."""

    list: str
    version: int
    #: Key of the line; made of its words
    line: str
    zh: str
    en: str
    mandatory: bool
    clause: str
    #: Empty: open
    state: Literal["", "done", "waived"]
    by: str


class ChoiceBody(TypedDict):
    """How the caller wants to be told of what."""

    #: Ways for each kind; a kind that is missing follows the roles, an empty list means not at all
    ways: dict[str, list[Literal["page", "mail", "wecom"]]]
    #: No mail from then (clock of Shanghai) …
    quiet_from: NotRequired[str | None]
    #: … until then; it may go over midnight
    quiet_until: NotRequired[str | None]
    digest: NotRequired[Literal["at_once", "hourly", "daily"]]
    digest_at: NotRequired[str]
    wecom_id: NotRequired[str]


class CiteIn(TypedDict):
    """A clause by product, version and number."""

    product: str
    version: int
    path: str
    role: Literal["disputed", "rests_on"]
    words: NotRequired[str]


class CitedOut(TypedDict):
    """A clause that the case names."""

    id: str
    role: Literal["disputed", "rests_on"]
    clause: "ClauseRef"
    #: The customer's own words about it, personal numbers masked
    words: str
    at: str
    by: str


class ClaimIn(TypedDict):
    """A claim as the core system knows it."""

    #: The core system; with `number` it names the claim for good
    source: str
    number: str
    policy_number: str
    #: When the core system said so: of two messages the newer one counts
    sent_at: str
    #: Code of the unit; empty: that of the policy
    unit: NotRequired[str]
    #: Line of business; empty: that of the policy
    line: NotRequired[str]
    #: `compulsory` for compulsory motor insurance
    cover: NotRequired[str]
    is_small: NotRequired[bool]
    is_complex: NotRequired[bool]
    handler_no: NotRequired[str]
    handler_name: NotRequired[str]
    decision: NotRequired[Literal["", "payable", "partial", "refused"]]
    claimed: NotRequired[str | float | None]
    paid: NotRequired[str | float | None]
    #: Last day to decide, where the contract says otherwise
    decide_by: NotRequired[str | None]
    #: Last day to pay, where the contract says otherwise
    pay_by: NotRequired[str | None]
    contract_clause: NotRequired[str]
    milestones: NotRequired[list["MilestoneIn"]]


class ClaimLimit(TypedDict):
    """A limit of the claim."""

    rule: str
    title: str
    clause: str
    started_at: str
    due_at: str | None
    state: str
    ended_at: str | None
    broken: bool


class ClaimOut(TypedDict):
    """A claim with its milestones and limits."""

    id: str
    source: str
    number: str
    policy_number: str
    unit: str
    line: str
    stage: str
    is_open: bool
    #: The nearest running limit; in the past: overdue
    due_at: str | None
    #: Limits that were broken; papers asked for a second time count
    breaches: int
    version: int
    decision: str
    #: Times that papers were asked for beyond the one time the law allows
    asked_again: int
    milestones: list["MilestoneOut"]
    limits: list["ClaimLimit"]


class ClaimPage(TypedDict):
    """A page of claims."""

    items: list["ClaimRow"]
    #: Cursor of the next page; empty at the end
    next: str


class ClaimRow(TypedDict):
    """A claim in a list."""

    id: str
    source: str
    number: str
    policy_number: str
    unit: str
    line: str
    stage: str
    is_open: bool
    #: The nearest running limit; in the past: overdue
    due_at: str | None
    #: Limits that were broken; papers asked for a second time count
    breaches: int
    version: int


class ClaimTaken(TypedDict):
    """What became of a row."""

    number: str
    #: `same`: known already; `stale`: older than what is known; `refused`: `code` and `detail` say why
    outcome: Literal["created", "changed", "same", "stale", "refused"]
    id: str | None
    version: int | None
    code: str
    detail: str
    field: str


class ClaimsIn(TypedDict):
    """Up to 500 claims."""

    rows: list["ClaimIn"]


class ClaimsTaken(TypedDict):
    """The rows in their order."""

    items: list["ClaimTaken"]


class ClassifyIn(TypedDict):
    """All classes, one of them primary."""

    labels: list["LabelIn"]
    primary: str
    #: Needed when the primary class changes
    reason: NotRequired[str]


class ClauseIn(TypedDict):
    """A clause as the core system knows it."""

    path: str
    kind: Literal["cover", "exclusion", "period", "benefit", "dispute", "other"]
    title: NotRequired[str]
    text: NotRequired[str]


class ClauseList(TypedDict):
    """Clauses in the order of their source."""

    items: list["ClauseOut"]


class ClauseOut(TypedDict):
    """A clause of the handbook or an article of a law, in our words."""

    source: str
    #: e.g. `3.1-5`, `art 18`
    id: str
    ask: "Text"
    #: duty, method, principle, benchmark, definition
    kind: str
    #: in_force, unverifiable, superseded, wrong
    status: str
    actors: list[str]
    responsible: "ResponsibleOut"
    numbers: list["NumberOut"]
    law: list["LawOut"]
    #: Codes of the rules that count it
    rules: list[str]
    #: It binds units whose figures the caller may read; else nothing is judged by it
    binds: bool
    #: Names of the metrics that judge it; none where it binds nobody
    metrics: list[str]
    #: Names of the pages that serve it
    screens: list[str]
    tests: list[str]
    #: covered, partly, none
    coverage: str
    #: What the product does not cover yet
    gap: "Text | None"


class ClauseQuery(TypedDict):
    """Of which source, and which chapter of it."""

    #: Code of a source, as `GET /handbook/sources` lists it
    source: str
    #: A chapter (`3`) or section (`3.1`) of the handbook; all, when left out
    chapter: str
    #: Clauses of every source that hold all these words, at most 50, whatever `source` says
    words: str


class ClauseRef(TypedDict):
    """A clause of a version of terms."""

    product: str
    version: int
    path: str
    title: str
    #: SHA-256 of the version
    digest: str


class ClockEventOut(TypedDict):
    """What happened to a limit."""

    #: extend, pause, resume, restart, agree
    kind: str
    at: str
    #: The agreed end, for `agree`
    until: str | None
    reason: str
    by_label: str


class ClockList(TypedDict):
    """All limits of a complaint, oldest first."""

    items: list["ClockOut"]


class ClockOut(TypedDict):
    """A limit, and why it ends when it ends."""

    id: str
    #: e.g. `complaint.decision`
    rule: str
    title: str
    #: Clause or law
    clause: str
    #: running, met, late, lapsed, cancelled
    state: str
    started_at: str
    #: First instant after the limit; null while it rests
    due_at: str | None
    is_paused: bool
    #: It counts days of a year whose holidays are not announced yet
    is_provisional: bool
    met_at: str | None
    breached_at: str | None
    #: `law` or `house`
    breach_kind: str
    #: Rung of the extension ladder, from 1
    step: int
    steps: int
    #: Pack, rule, date and hash of its content
    rule_version: str
    calendar_version: str
    events: list["ClockEventOut"]
    #: Every stretch that was counted or left out, in order
    derivation: list[dict[str, Any]]
    #: The derivation in words, in the language of the request
    text: str


class CloseCodeOut(TypedDict):
    """How a complaint may end."""

    code: str
    name: str


class CloseIn(TypedDict):
    """How it ended."""

    #: A close code of the house terms in force, as `GET /rules` lists them
    close_code: str
    #: Up to 500 characters
    reason: NotRequired[str]


class ColleagueList(TypedDict):
    """At most eight, people of the branch first."""

    items: list["ColleagueOut"]


class ColleagueOut(TypedDict):
    """Somebody who could be called into a note."""

    #: How they are written in the text, e.g. `@王芳` or `@王芳(E012)`
    handle: str
    name: str
    unit: str
    #: recused, no_access: why they may not be called; empty: they may
    why: str


class ColleagueQuery(TypedDict):
    """The beginning of a name or employee number."""

    #: Empty: anybody, people of the branch first
    q: str


class CompetenceIn(TypedDict):
    """A skill, or a qualification with its days."""

    kind: Literal["skill", "qualification"]
    #: Small letters, digits, - and _: `motor-claims`
    code: str
    from_on: str
    #: Last day; a qualification has one
    to_on: NotRequired[str | None]
    #: Number of the certificate
    reference: NotRequired[str]


class CompetenceOut(TypedDict):
    """A skill or a qualification."""

    id: str
    kind: str
    code: str
    from_on: str
    to_on: str | None
    reference: str
    revoked_on: str | None


class ComplaintCreated(TypedDict):
    """The registered complaint."""

    id: str
    #: Number with check digit
    number: str
    #: For the customer: number and secret open the case on the portal. Empty when it was registered by
    #: somebody else before
    secret: str
    #: False: the same reference or key was registered before, and this is that case
    created: bool
    state: str
    #: L1 to L4 (3.1-2)
    severity: str
    flags: list[str]
    #: Code of the unit
    unit: str
    #: Number of the member of staff who answers for it (1.1-7)
    owner: str
    received_at: str
    recorded_at: str
    next_due: "NextDue | None"
    version: int
    #: Complaints that it may repeat, as far as the caller may see them
    repeats: list["Repeat"]


class ComplaintFull(TypedDict):
    """A complaint."""

    id: str
    number: str
    #: `complaint`; another kind when it was rerouted or is not triaged yet
    kind: str
    #: Place on the main path, e.g. `investigating`
    state: str
    state_since: str
    channel: str
    external_ref: str
    #: When it was received; legal limits count from here
    received_at: str
    #: When we wrote it down
    recorded_at: str
    #: Personal numbers masked
    subject: str
    line: str
    sales_channel: str
    #: Primary reason code of the taxonomy
    code: str
    #: L1 to L4 (3.1-2)
    severity: str
    flags: list[str]
    unit: "UnitRef"
    #: Who answers for it (1.1-7)
    owner: "StaffRef"
    #: Masked, e.g. `李**`
    complainant: str
    policy_number: str
    language: str
    #: The day whose rules bind it (8.1-1)
    rules_on: str
    next_due: "NextDue | None"
    #: Its decision limit rests
    is_paused: bool
    is_open: bool
    closed_at: str | None
    #: Rises with every step; the ETag
    version: int
    people: list["PersonOut"]
    demands: list["DemandOut"]
    labels: list["LabelOut"]
    respondent_unit: "UnitRef | None"
    respondent_staff_no: str
    happened_on: str | None
    face_to_face_count: int
    joint_count: int
    amount_claimed: str | None
    identity_check: str
    accepted_at: str | None
    major_plan_at: str | None
    first_response_at: str | None
    verdict: str
    #: Told in the legal sense (令2020-3 art 21)
    notified_at: str | None
    executed_at: str | None
    close_code: str
    end_reason: str
    #: How often the matter was taken up: 1, one more with every reopening
    round: int


class ComplaintIn(TypedDict):
    """A complaint. Only channel, text and one person who can be reached are needed."""

    #: How it reached the house (3.1-1)
    channel: Literal[
        "phone", "portal", "email", "letter", "visit", "regulator", "mediator", "media", "return_visit", "api"
    ]
    #: The statement, up to 100,000 characters
    text: str
    people: list["PersonIn"]
    #: When it was received: every legal limit begins here (令2020-3 art 18). Now, when left out
    received_at: NotRequired[str | None]
    #: One line; the first sentence of the text when left out
    subject: NotRequired[str]
    demands: NotRequired[list["DemandIn"]]
    #: The sender's own number, unique in its channel: the same again is answered with the same case
    external_ref: NotRequired[str]
    #: Id of the customer who complains
    party_id: NotRequired[str | None]
    policy_id: NotRequired[str | None]
    policy_number: NotRequired[str]
    #: Code of the unit that handles it; otherwise it follows from policy and caller
    unit: NotRequired[str]
    #: Line of business, a code of the taxonomy's axis `line`
    line: NotRequired[str]
    #: A code of the taxonomy's axis `channel`
    sales_channel: NotRequired[str]
    #: Reason code of the taxonomy, e.g. `C41`, where it is known already
    code: NotRequired[str]
    #: Yuan; the sum of the demands when left out
    amount_claimed: NotRequired[str | float | None]
    #: People who came in person; 20 make it major (art 29)
    face_to_face_count: NotRequired[int]
    #: People who complain together
    joint_count: NotRequired[int]
    #: Why the matter is major (令2020-3 art 29)
    ground: NotRequired[Literal["", "disaster", "accident", "public_health", "regulator"]]
    flags: NotRequired[list[Literal["media", "litigation", "personal_data"]]]
    #: Upload ids, as `POST /uploads` gave them within the last 20 hours
    evidence: NotRequired[list[str]]
    #: Language of the letters
    language: NotRequired[Literal["zh-hans", "en"]]
    #: Last day that the regulator set; a limit of its own
    regulator_due_on: NotRequired[str | None]
    happened_on: NotRequired[str | None]
    #: Code of the unit complained about
    respondent_unit: NotRequired[str]
    #: Number of the member of staff complained about
    respondent_staff_no: NotRequired[str]
    #: A receipt more than a year ago is no slip
    old_confirmed: NotRequired[bool]


class ComplaintPage(TypedDict):
    """A page of the queue."""

    items: list["ComplaintRow"]
    #: Cursor of the next page; empty on the last one
    next: str


class ComplaintRow(TypedDict):
    """A line of the queue."""

    id: str
    number: str
    #: `complaint`; another kind when it was rerouted or is not triaged yet
    kind: str
    #: Place on the main path, e.g. `investigating`
    state: str
    state_since: str
    channel: str
    external_ref: str
    #: When it was received; legal limits count from here
    received_at: str
    #: When we wrote it down
    recorded_at: str
    #: Personal numbers masked
    subject: str
    line: str
    sales_channel: str
    #: Primary reason code of the taxonomy
    code: str
    #: L1 to L4 (3.1-2)
    severity: str
    flags: list[str]
    unit: "UnitRef"
    #: Who answers for it (1.1-7)
    owner: "StaffRef"
    #: Masked, e.g. `李**`
    complainant: str
    policy_number: str
    language: str
    #: The day whose rules bind it (8.1-1)
    rules_on: str
    next_due: "NextDue | None"
    #: Its decision limit rests
    is_paused: bool
    is_open: bool
    closed_at: str | None
    #: Rises with every step; the ETag
    version: int


class ComplaintsIn(TypedDict):
    """Complaints to register."""

    rows: list["ComplaintIn"]


class ConsentIn(TypedDict):
    """What the customer agreed to."""

    purpose: Literal["marketing", "care", "survey", "profiling", "sharing"]
    #: How the customer told us
    source: Literal["phone", "portal", "paper", "outlet", "email", "system"]
    #: Number of the recording, the paper, the page's version
    proof: NotRequired[str]
    #: The last day; without it three years
    expires_on: NotRequired[str | None]


class ConsentList(TypedDict):
    """Every purpose, as it stands now."""

    items: list["ConsentOut"]


class ConsentOut(TypedDict):
    """How consent for one purpose stands."""

    purpose: str
    #: given, withdrawn, expired, never; only `given` lets anybody reach out
    state: str
    given_at: str | None
    expires_on: str | None
    withdrawn_at: str | None


class ContactList(TypedDict):
    """Newest first."""

    items: list["ContactOut"]
    #: Empty: that was all
    next_cursor: str


class ContactOut(TypedDict):
    """Something said to us or by us."""

    id: str
    complaint: str
    #: in, out
    direction: str
    channel: str
    at: str
    subject: str
    #: Numbers and addresses in it masked
    text: str


class Correction(TypedDict):
    """What is right, and on whose word."""

    values: dict[str, str]
    #: field → its `stamp` as it was read: what somebody changed meanwhile is not written over
    was: NotRequired[dict[str, str] | None]
    #: Who asked for it, and how; 4 characters at least
    reason: str


class CustodyIn(TypedDict):
    """What was done with an item."""

    kind: Literal["handed_over", "copied", "returned", "inspected"]
    #: By whom, to whom, why
    note: NotRequired[str]


class CustodyOut(TypedDict):
    """Who had an item in hand."""

    #: received, handed_over, copied, returned, verified, inspected
    kind: str
    at: str
    by_label: str
    note: str


class CustomerHit(TypedDict):
    """A customer, masked."""

    id: str
    name: str
    phone: str
    certificate_no: str
    #: False: of another part of the house; look again with a whole number
    may_open: bool
    #: Numbers; empty where the record does not open
    policies: list[str]


class CustomerHits(TypedDict):
    """At most twenty."""

    items: list["CustomerHit"]


class CustomerOut(TypedDict):
    """A customer's record, masked."""

    id: str
    #: All records judged to be of this person, this one first
    records: list[str]
    kind: str
    name: str
    certificate_kind: str
    certificate_no: str
    phone: str
    email: str
    address: str
    born_on: str
    vulnerabilities: list[str]
    #: When somebody last made sure that the details are right
    verified_at: str | None
    external_ref: str
    version: int
    policies: list["PolicyOut"]
    ties: list["TieOut"]
    #: Numbers of those that the caller may see
    open_complaints: list[str]
    consents: list["ConsentOut"]


class CustomerRevealIn(TypedDict):
    """What must be seen, and why."""

    fields: list[Literal["name", "certificate_no", "phone", "email", "address", "born_on"]]
    #: At least four characters; kept in the access log
    reason: str


class CustomerRevealed(TypedDict):
    """The clear values of the fields that were asked for."""

    values: dict[str, str]


class CustomerRow(TypedDict):
    """A customer as the core system knows it. What is left out stays as it is; what is empty is emptied."""

    #: The core system; with `key` it names the record for good
    source: str
    #: The core system's key of the record
    key: str
    #: When the core system said so: of two messages the newer one counts
    sent_at: str
    kind: NotRequired[Literal["person", "organisation"]]
    name: NotRequired[str | None]
    certificate_kind: NotRequired[str | None]
    certificate_no: NotRequired[str | None]
    phone: NotRequired[str | None]
    email: NotRequired[str | None]
    address: NotRequired[str | None]
    born_on: NotRequired[str | None]


class CustomerSought(TypedDict):
    """What is known of somebody; all of it must fit."""

    #: Whole, or a part of two characters or more
    name: NotRequired[str]
    phone: NotRequired[str]
    certificate: NotRequired[str]
    email: NotRequired[str]
    policy_number: NotRequired[str]


class CustomersIn(TypedDict):
    """Up to 500 customers."""

    rows: list["CustomerRow"]


class DecisionIn(TypedDict):
    """The decision letter; it may be unfinished. `GET /complaints/{number}/steps` says what it lacks."""

    #: How it was handled; parts are up to 20,000 characters
    process: NotRequired[str]
    #: Verified facts (art 19)
    facts: NotRequired[str]
    #: Grounds and reasons (art 19)
    grounds: NotRequired[str]
    outcome: NotRequired[str]
    follow_up: NotRequired[str]
    answers: NotRequired[list["DemandAnswerIn"]]
    #: Left out: those that the law demands of this decision
    remedies: NotRequired[list[Literal["review", "mediation", "arbitration", "litigation"]] | None]
    #: Left out: those of the house terms
    mediators: NotRequired[list["MediatorIn"]]
    #: Body, where arbitration was agreed
    arbitration: NotRequired[str]
    court: NotRequired[str]
    #: Where to apply; left out: address of the unit above
    review_how: NotRequired[str]


class DecisionOut(TypedDict):
    """A version of the decision letter (令2020-3 art 19). Issued ones are never changed."""

    id: str
    round: int
    version: int
    #: draft, issued
    state: str
    deciding_unit: "UnitRef"
    #: Number of the letter, given when it is issued
    number: str
    process: str
    facts: str
    grounds: str
    outcome: str
    follow_up: str
    #: Per demand: demand, result, amount (yuan), text
    answers: list[dict[str, Any]]
    remedies: list[str]
    letter_evidence_id: str | None
    drafted_at: str
    issued_at: str | None


class DeclineIn(TypedDict):
    """Why it is not proceeded with."""

    #: Ground of 令2020-3 art 18
    reason: Literal["not_ours", "impostor"]
    #: What the person reads; 10 to 2,000 characters
    explanation: str


class DemandAnswerIn(TypedDict):
    """What the letter answers to one demand."""

    #: Number of the demand
    demand: int
    result: NotRequired[Literal["", "upheld", "partly", "not_upheld"]]
    #: Up to 500 characters
    text: NotRequired[str]
    #: Yuan granted
    amount: NotRequired[str | float | None]


class DemandIn(TypedDict):
    """One thing asked for."""

    text: str
    #: Yuan, at most two decimals
    amount: NotRequired[str | float | None]


class DemandOut(TypedDict):
    """One thing asked for, and what was decided about it."""

    id: str
    number: int
    text: str
    amount: str | None
    #: upheld, partly, not_upheld; empty until decided
    result: str
    amount_granted: str | None
    result_text: str


class DetailChange(TypedDict):
    """One field from one value to another; the values are sealed."""

    id: str
    field: str
    at: str
    by: str
    reason: str


class DetailChanges(TypedDict):
    """Newest first."""

    items: list["DetailChange"]
    #: Empty: that was all
    next_cursor: str


class DialOut(TypedDict):
    """The number in clear."""

    number: str


class DiffQuery(TypedDict):
    """Two versions by number."""

    left: int
    right: int


class DifferenceList(TypedDict):
    """Two versions side by side."""

    left: str
    right: str
    items: list["DifferenceOut"]


class DifferenceOut(TypedDict):
    """One term of two versions."""

    term: str
    before: Any
    after: Any
    is_changed: bool


class DispatchIn(TypedDict):
    """To whom; left out: by the routing rules."""

    #: Number of a member of staff
    to: NotRequired[str]
    #: Code of a unit
    unit: NotRequired[str]
    #: Needed when it goes elsewhere than the rules say
    reason: NotRequired[str]


class DossierIn(TypedDict):
    """A case file to be made, and what is left out of it."""

    #: Who gets it, and why
    reason: str
    #: People who are left out, wherever they are named
    people: NotRequired[list[str]]
    messages: NotRequired[list[str]]
    evidence: NotRequired[list[str]]
    #: Put the internal notes in
    with_notes: NotRequired[bool]


class DossierList(TypedDict):
    """The newest orders of a complaint."""

    items: list["DossierOut"]


class DossierOut(TypedDict):
    """A case file that was ordered."""

    id: str
    #: ordered, ready, failed, expired
    state: str
    reason: str
    ordered_at: str
    ordered_by_label: str
    #: Bytes written so far
    done: int
    #: Of about how many; 0 before it begins
    total: int
    size: int
    #: SHA-256 of the file
    digest: str
    manifest_sha256: str
    key_id: str
    failure: str
    #: When the file is deleted again
    expires_at: str | None


class DraftList(TypedDict):
    """Drafts, last changed first."""

    items: list["DraftShort"]


class DraftOut(TypedDict):
    """A draft of a rule."""

    id: str
    pack: str
    code: str
    #: draft, submitted, approved, rejected, withdrawn
    state: str
    #: It ends the rule instead of changing it
    ends: bool
    effective_from: str
    version: int
    created_by: "StaffRef"
    changed_at: str
    #: Version that it follows
    based_on: str
    #: The rule as in a pack's file, without its dates
    body: dict[str, Any]
    reason: str
    #: Words of whoever sent it back, approved it or gave it up
    decision: str
    #: What is missing before it can be submitted or approved, as codes
    lacks: list[str]
    #: Terms that differ from `based_on`: term, before, after
    changes: list[dict[str, Any]]
    examples: list["ExampleOut"]
    #: The newest replay
    replay: "ReplayOut | None"
    #: Version it was published as; empty before
    published: str


class DraftShort(TypedDict):
    """A draft in a list."""

    id: str
    pack: str
    code: str
    #: draft, submitted, approved, rejected, withdrawn
    state: str
    #: It ends the rule instead of changing it
    ends: bool
    effective_from: str
    version: int
    created_by: "StaffRef"
    changed_at: str


class Duplicates(TypedDict):
    """Proposals that wait for a person's judgement, the likeliest first; judgements that stand."""

    candidates: list["CandidateOut"]
    judgements: list["JudgementOut"]


class DutyList(TypedDict):
    """Which rules bind the complaint, and why."""

    #: The packs under which the unit runs
    packs: list[str]
    items: list["DutyOut"]


class DutyOut(TypedDict):
    """One duty with every rule that competed for it."""

    duty: str
    title: str
    #: Version of the rule that binds; null when none does
    binds: str | None
    #: How handbook and law stand to each other, in words; may be empty
    how: str
    rules: list["RuleRow"]


class EditionOut(TypedDict):
    """A draft or an edition with its rules."""

    id: str
    state: str
    effective_from: str
    #: Counts the edits; say it as `seen`
    version: int
    reason: str
    changed_at: str
    #: `rules` in order, `capacity`, `automatic`, `effort`
    body: dict[str, Any]
    decision: str
    #: How the ledger names it
    edition: str


class EditionReason(TypedDict):
    """The edit that was seen, and why."""

    seen: int
    reason: str


class EditionSeen(TypedDict):
    """The edit that was seen."""

    seen: int
    note: NotRequired[str]


class EditionShort(TypedDict):
    """A draft or an edition."""

    id: str
    state: str
    effective_from: str
    #: Counts the edits; say it as `seen`
    version: int
    reason: str
    changed_at: str


class EditionText(TypedDict):
    """The draft's text, whole; what is left out stays."""

    seen: int
    body: NotRequired[dict[str, Any] | None]
    effective_from: NotRequired[str | None]


class EndIn(TypedDict):
    """Why it is over."""

    #: How it is known; 4 characters at least
    reason: str


class EntryAnswerIn(TypedDict):
    """The answer under an entry."""

    text: str


class EntryIn(TypedDict):
    """An entry as it stands in the book."""

    #: Code of the outlet
    unit: str
    #: matter: something is wrong, it is triaged; suggestion; praise
    kind: Literal["matter", "suggestion", "praise"]
    written_on: str
    volume: NotRequired[int]
    page: int
    line: int
    text: str
    name: NotRequired[str]
    phone: NotRequired[str]


class EntryOut(TypedDict):
    """An entry of the ledger. It holds no personal data in clear: salted hashes stand for it."""

    seq: int
    #: e.g. `complaint.accepted`
    kind: str
    #: The same in words
    title: str
    at: str
    written_at: str
    #: staff, customer, system, api
    actor_kind: str
    actor_label: str
    where: str
    #: Pack, rule, date and hash of every rule that was used
    rule_versions: list[str]
    body: dict[str, Any]
    prev_hash: str
    hash: str


class EscalationAnswerIn(TypedDict):
    """The answer, with the proof that it was sent."""

    escalation_id: str
    text: str
    proof_evidence_id: str
    answered_at: NotRequired[str | None]


class EscalationIn(TypedDict):
    """Where the matter went."""

    to: Literal["regulator", "mediator", "court", "media"]
    #: Name of the body; up to 200 characters
    body: str
    #: Its number; the same again returns what is on record
    external_ref: NotRequired[str]
    #: Last day that the regulator set; a limit of its own
    due_on: NotRequired[str | None]
    received_at: NotRequired[str | None]


class EscalationOut(TypedDict):
    """The matter reached a regulator, mediator, court or the media."""

    id: str
    at: str
    by_label: str
    to: str
    body: str
    external_ref: str
    due_on: str | None
    answered_at: str | None
    answer: str
    ended_at: str | None


class EvidenceAdded(TypedDict):
    """The new items."""

    items: list["EvidenceOut"]


class EvidenceForm(TypedDict):
    """What the files are."""

    kind: Literal[
        "attachment",
        "contract",
        "claim_paper",
        "contact_record",
        "recording",
        "photo",
        "statement",
        "system_record",
        "third_party",
        "authority",
        "proof",
        "letter",
        "other",
    ]
    #: Kind of source (3.2-3)
    source: Literal["customer_contact", "internal_system", "third_party"]
    #: In the order of the files; the file name when left out
    titles: list[str]
    #: When the items came into being; now, when left out
    captured_at: str | None
    #: The complainant sees them on the portal
    is_public: bool
    #: First line of the chain of custody
    note: str
    #: Ids of `POST /uploads` or of whole files that came in parts: behind `files`
    uploads: list[str]


class EvidenceOut(TypedDict):
    """An item of the evidence register (3.2-4). The row is never changed."""

    id: str
    #: Place in the register of the case
    number: int
    kind: str
    #: customer_contact, internal_system, third_party (3.2-3)
    source: str
    title: str
    file_name: str
    #: As its first bytes say
    media_type: str
    #: Bytes, in clear
    size: int
    #: Of the clear content
    sha256: str
    #: When the item came into being
    captured_at: str
    added_at: str
    added_by_label: str
    #: The complainant sees it on the portal
    is_public: bool
    #: Virus scanner: empty (not scanned), held, clean, quarantined, released. Nobody gets the bytes of an
    #: item that is held or quarantined
    scan: str


class EvidencePage(TypedDict):
    """A page of the register, by number."""

    items: list["EvidenceOut"]
    next: str


class EvidenceWithCustody(TypedDict):
    """An item with its chain of custody."""

    id: str
    #: Place in the register of the case
    number: int
    kind: str
    #: customer_contact, internal_system, third_party (3.2-3)
    source: str
    title: str
    file_name: str
    #: As its first bytes say
    media_type: str
    #: Bytes, in clear
    size: int
    #: Of the clear content
    sha256: str
    #: When the item came into being
    captured_at: str
    added_at: str
    added_by_label: str
    #: The complainant sees it on the portal
    is_public: bool
    #: Virus scanner: empty (not scanned), held, clean, quarantined, released. Nobody gets the bytes of an
    #: item that is held or quarantined
    scan: str
    custody: list["CustodyOut"]


class ExampleIn(TypedDict):
    """An example of one's own."""

    #: `version` of what was read; 409 when somebody changed it since
    seen: int
    says: str
    start: str
    events: NotRequired[list[dict[str, str]]]
    facts: NotRequired[dict[str, str | int | bool]]
    #: When it should be due; null: it is paused then
    due_at: str | None


class ExampleOut(TypedDict):
    """A worked example on the draft."""

    id: int
    says: dict[str, str]
    #: When the limit begins
    start: str
    events: list[dict[str, Any]]
    facts: dict[str, Any]
    #: `due_at` (null while paused) or a part of the refusal in `error`
    expected: dict[str, Any]
    #: What the draft gives
    found: dict[str, Any]
    agrees: bool
    #: Added to this draft; the others ship with the rule
    own: bool


class ExecuteIn(TypedDict):
    """A task at least for every part of the plan."""

    tasks: list["TaskIn"]


class Execution(TypedDict):
    """The plan, what carries it out, and what was promised."""

    plans: list["PlanOut"]
    tasks: list["TaskOut"]
    promises: list["PromiseOut"]
    payments: list["PaymentOut"]


class ExtensionApprovalIn(TypedDict):
    """How the complainant is told of it."""

    #: False: not now; the second step refuses that
    tell: NotRequired[bool]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class ExtensionIn(TypedDict):
    """Why more time is needed."""

    #: House rule for the first step: left out, it is a finding of the house
    reason: NotRequired[str]
    #: False: the first step takes effect at once, as a house finding
    ask_approval: NotRequired[bool]
    #: How the complainant is told, when no approval is asked
    way: NotRequired["WayIn | None"]


class ExtensionOut(TypedDict):
    """A step of the decision limit (令2020-3 art 18)."""

    id: str
    at: str
    by_label: str
    step: int
    reason: str
    approver_level: str
    approved_at: str | None
    refused_at: str | None
    refused_reason: str
    effective_at: str | None
    old_due_at: str | None
    new_due_at: str | None
    #: What the house asks for and was missing; never a breach of law
    house_findings: list[str]


class FairnessOut(TypedDict):
    """The groups that are large enough, largest first."""

    since: str
    groups: list["GroupFairness"]
    #: All groups that are shown; null without one
    whole: "GroupFairness | None"
    #: Groups that are too small to be shown; they are not in the whole either
    hidden: int
    #: Complaints that a group needs to be shown
    least: int


class FairnessQuery(TypedDict):
    """Which groups, and of which time."""

    #: Branch, group of age, or channel
    by: Literal["unit", "age", "channel"]
    #: Told in so many months before now
    months: int


class FeedQuery(TypedDict):
    """Which stretch of the feed."""

    #: `next` of the stretch before
    cursor: str
    #: Where to begin without a cursor: at the first change ever, or behind the last one
    start: Literal["beginning", "now"]
    #: Kinds of change; up to a dot for all that begin so, e.g. `complaint.`
    kind: list[str]
    limit: int


class FieldError(TypedDict):
    """A field that is to blame."""

    field: str
    message: str
    code: str


class FieldIn(TypedDict):
    """A field, or its next version."""

    #: 2 to 40 small letters, digits and underscores
    key: str
    type: Literal["text", "long", "number", "money", "date", "choice", "multi", "yes_no"]
    label_zh: str
    label_en: str
    help_zh: NotRequired[str]
    help_en: NotRequired[str]
    options: NotRequired[list["OptionIn"]]
    depends_on: NotRequired[str]
    depends_values: NotRequired[list[str]]
    required_at: NotRequired[
        Literal[
            "received",
            "accepted",
            "assigned",
            "investigating",
            "liability_set",
            "plan_pending",
            "plan_approved",
            "executing",
            "decided_notified",
            "confirming",
        ]
        | Literal[""]
    ]
    is_personal: NotRequired[bool]
    is_searchable: NotRequired[bool]
    place: NotRequired[int]
    #: `version` of what was read, 0 for a new one; 409 when somebody kept another since
    seen: NotRequired[int | None]


class FieldList(TypedDict):
    """The definitions in force, in their order."""

    items: list["FieldOut"]


class FieldOut(TypedDict):
    """A definition in force."""

    key: str
    version: int
    type: Literal["text", "long", "number", "money", "date", "choice", "multi", "yes_no"]
    label_zh: str
    label_en: str
    help_zh: str
    help_en: str
    options: list["OptionOut"]
    #: Shown only while this field has one of `depends_values`
    depends_on: str
    depends_values: list[str]
    #: The stage that a complaint does not leave forward without it; empty: none
    required_at: str
    is_personal: bool
    is_searchable: bool
    place: int
    #: Send it as `If-Match`: refused with 412 when somebody changed it meanwhile
    etag: str


class FieldRevealed(TypedDict):
    """The clear value."""

    value: str


class FigureOut(TypedDict):
    """A figure and where its true value lies in 95 of 100 such samples."""

    value: float
    low: float
    high: float
    #: The interval leaves out the value of all; one in twenty does by chance
    differs: bool


class FigureQuery(TypedDict):
    """Whose figures, over how many months."""

    #: Code of a unit; those below it too. Left out: all that the caller may read
    unit: str
    #: The last months, the present one among them
    months: Literal[1, 3, 12]


class FiguresOut(TypedDict):
    """A metric over a span and a part of the house."""

    metric: str
    version: int
    months: int
    #: Codes of the units it is summed over
    units: list[str]
    #: kept, broken, open, watch
    light: str
    kept: int
    broken: int
    #: Not yet judged; what falls due after this month is among them
    open: int
    total: int
    #: Numerator ÷ denominator, 0 to 1; null while nothing was judged
    share: float | None
    mean: float | None
    #: The last twelve months, oldest first
    trend: list["MonthOut"]
    computed_at: str | None


class Filled(TypedDict):
    """What the complaint has now, and what went because nothing shows it any more."""

    items: list["ValueOut"]
    cleared: list[str]


class FilledList(TypedDict):
    """The templates that hold for a complaint, by key."""

    items: list["FilledOut"]


class FilledOut(TypedDict):
    """A wording as a complaint gets it."""

    key: str
    name: str
    purpose: str
    #: For `template_versions` of the answer or note
    version_id: str
    version: int
    #: In the language of the complaint; what it lacks stays in braces
    text: str
    unfilled: list[str]


class Filters(TypedDict):
    """Which complaints, in which order, which page."""

    state: list[
        Literal[
            "received",
            "accepted",
            "assigned",
            "investigating",
            "liability_set",
            "plan_pending",
            "plan_approved",
            "executing",
            "decided_notified",
            "confirming",
            "closed",
            "archived",
            "not_proceeded",
            "rerouted",
            "withdrawn",
            "merged",
        ]
    ]
    kind: list[Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]]
    #: Class, group or reason of the taxonomy: `C`, `C4`, `C41`
    code: str
    severity: list[Literal["L1", "L2", "L3", "L4"]]
    #: Number of a member of staff
    owner: str
    #: Code of a unit; those below it too
    unit: str
    channel: list[
        Literal[
            "phone",
            "portal",
            "email",
            "letter",
            "visit",
            "regulator",
            "mediator",
            "media",
            "return_visit",
            "api",
            "chat",
            "wechat",
            "sms",
        ]
    ]
    #: Codes of the taxonomy's axis `line`
    line: list[str]
    #: All of them
    flag: list[
        Literal[
            "major",
            "collective",
            "vulnerable",
            "regulator_referred",
            "surrender_agency",
            "media",
            "litigation",
            "personal_data",
            "repeat",
        ]
    ]
    #: By the nearest limit: broken, ends today (Shanghai), warned; or whether it rests
    due: Literal["", "broken", "today", "warned", "paused", "provisional"]
    #: Code of the nearest limit's rule
    rule: str
    #: What it waits for: dispatch, approval of the plan, something from outside, carrying out, or the word of
    #: the complainant
    waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"]
    #: Carries one of these tags
    tag: list[str]
    #: Policy number, the whole of it
    policy: str
    #: Our number of the customer
    customer: str
    #: Code of the policy's product
    product: str
    #: Key of a field of the house's own, none of a person's: filled in, or with `value`
    field: str
    #: The value of `field`, as typed
    value: str
    #: The nearest limit ends then or later
    due_from: str | None
    #: The nearest limit ends before
    due_before: str | None
    #: Day in Shanghai, included
    received_from: str | None
    #: Day in Shanghai, included
    received_to: str | None
    #: Only what still waits for whoever handles it
    not_dispatched: bool
    #: Only what waits for the caller's word: approvals, reviews
    waiting: bool
    open: Literal["open", "ended", "all"]
    #: Words, names, numbers, as in the search box: every word must occur
    q: str
    #: Nearest limit first; newest or oldest receipt; last change of state; most severe; by number (both of
    #: open ones only, else newest receipt); newest among what `q` finds
    order: Literal["due", "received", "oldest", "ended", "severity", "number", "found"]
    limit: int
    #: `next` of the page before
    cursor: str


class FindingIn(TypedDict):
    """What was found."""

    #: Is what was said true?
    truth: str
    #: The specific cause
    cause: str
    #: Whom else it concerns
    scope: str
    evidence_ids: NotRequired[list[str]]


class FindingOut(TypedDict):
    """A version of the findings (3.2-5)."""

    id: str
    round: int
    version: int
    truth: str
    cause: str
    scope: str
    evidence_ids: list[str]
    at: str
    by_label: str
    reviewed_at: str | None
    reviewed_by_label: str
    review_note: str
    sent_back_at: str | None


class FindingReviewIn(TypedDict):
    """The word of a second person."""

    approved: bool
    #: What is missing, when they are sent back; up to 500 characters
    note: NotRequired[str]


class FlagsIn(TypedDict):
    """The flags that hold from now on, of those that a person can tell."""

    flags: list[Literal["media", "litigation", "personal_data", "vulnerable", "collective", "regulator_referred"]]
    reason: str


class FollowedList(TypedDict):
    """A page, newest first."""

    items: list["FollowedOut"]
    next: str


class FollowedOut(TypedDict):
    """A complaint somebody follows, or where they were called."""

    complaint: str
    at: str


class FoundOut(TypedDict):
    """An article that answers, or may."""

    key: str
    version: int
    title: str
    text: str
    score: float


class GapClose(TypedDict):
    """What becomes of it."""

    #: Key of the article that answers it; empty: not for us
    article: NotRequired[str]


class GapList(TypedDict):
    """The open ones, the most frequent first, at most two hundred."""

    items: list["GapOut"]


class GapOut(TypedDict):
    """Questions that nothing answered and that are alike."""

    id: str
    sample: str
    count: int
    first_at: str
    last_at: str


class GivenBack(TypedDict):
    """A file that was given back; `items` are those of its cases that the caller sees."""

    id: str
    at: str
    by: str
    since: str
    until: str
    #: Numbers of cases of the period that are not complete; told when it is made
    left_out: list[str]
    items: list["AnswerFacts"]


class GradeIn(TypedDict):
    """The grade by hand."""

    severity: Literal["L1", "L2", "L3", "L4"]
    #: 4 to 300 characters
    reason: str
    #: Declare the matter major (48 hours for its plan), or take that back
    major: NotRequired[bool | None]


class GroupFairness(TypedDict):
    """One group."""

    #: Code of the branch or channel, years of age; empty: not known
    group: str
    complaints: int
    #: Share upheld in whole or part, 0 to 1
    upheld: "FigureOut"
    #: Median percent of the sum claimed; null when too few named one
    compensation: "FigureOut | None"
    #: Median natural days from receipt to telling
    days: "FigureOut"


class GroupOut(TypedDict):
    """Complaints that have something in common."""

    #: Employee number, code of a unit, code of a class, grade, state, or day; empty: none of it
    key: str
    count: int
    #: How many of them are late
    broken: int
    #: Their nearest limit
    next_due_at: str | None


class GroupQuery(TypedDict):
    """What is counted, and by what."""

    state: list[
        Literal[
            "received",
            "accepted",
            "assigned",
            "investigating",
            "liability_set",
            "plan_pending",
            "plan_approved",
            "executing",
            "decided_notified",
            "confirming",
            "closed",
            "archived",
            "not_proceeded",
            "rerouted",
            "withdrawn",
            "merged",
        ]
    ]
    kind: list[Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]]
    #: Class, group or reason of the taxonomy: `C`, `C4`, `C41`
    code: str
    severity: list[Literal["L1", "L2", "L3", "L4"]]
    #: Number of a member of staff
    owner: str
    #: Code of a unit; those below it too
    unit: str
    channel: list[
        Literal[
            "phone",
            "portal",
            "email",
            "letter",
            "visit",
            "regulator",
            "mediator",
            "media",
            "return_visit",
            "api",
            "chat",
            "wechat",
            "sms",
        ]
    ]
    #: Codes of the taxonomy's axis `line`
    line: list[str]
    #: All of them
    flag: list[
        Literal[
            "major",
            "collective",
            "vulnerable",
            "regulator_referred",
            "surrender_agency",
            "media",
            "litigation",
            "personal_data",
            "repeat",
        ]
    ]
    #: By the nearest limit: broken, ends today (Shanghai), warned; or whether it rests
    due: Literal["", "broken", "today", "warned", "paused", "provisional"]
    #: Code of the nearest limit's rule
    rule: str
    #: What it waits for: dispatch, approval of the plan, something from outside, carrying out, or the word of
    #: the complainant
    waits: Literal["", "dispatch", "approval", "customer", "execution", "confirmation"]
    #: Carries one of these tags
    tag: list[str]
    #: Policy number, the whole of it
    policy: str
    #: Our number of the customer
    customer: str
    #: Code of the policy's product
    product: str
    #: Key of a field of the house's own, none of a person's: filled in, or with `value`
    field: str
    #: The value of `field`, as typed
    value: str
    #: The nearest limit ends then or later
    due_from: str | None
    #: The nearest limit ends before
    due_before: str | None
    #: Day in Shanghai, included
    received_from: str | None
    #: Day in Shanghai, included
    received_to: str | None
    #: Only what still waits for whoever handles it
    not_dispatched: bool
    #: Only what waits for the caller's word: approvals, reviews
    waiting: bool
    open: Literal["open", "ended", "all"]
    #: Words, names, numbers, as in the search box: every word must occur
    q: str
    by: Literal["owner", "unit", "code", "severity", "state", "due_day"]


class GroupsOut(TypedDict):
    """The groups of what is wanted."""

    by: str
    #: At most 300: the largest first; days and grades in their order
    items: list["GroupOut"]
    #: Ended complaints are counted over this stretch of receipt
    received_from: str | None
    received_to: str | None
    #: More was asked for than is counted at once: order a count
    is_wide: bool


class HandOverIn(TypedDict):
    """To whom, and why."""

    #: Number of a member of staff
    to: str
    reason: str


class HeldOut(TypedDict):
    """A complaint that waits."""

    number: str
    unit: str
    reason: str
    for_user: str
    needs: list[str]
    held_at: str
    #: Then at the latest it is given
    until: str
    takeable: bool


class HotClause(TypedDict):
    """One clause with the words customers use of it."""

    clause: "ClauseRef"
    complaints: int
    #: Of them, upheld in whole or part
    upheld: int
    #: Signed under the version and in force in the last year, counted last night
    policies: int
    #: Complaints to ten thousand policies
    rate: float | None
    #: Where the true rate lies in 95 of 100 such years: at least
    low: float | None
    #: … at most
    high: float | None
    words: list["PhraseOut"]


class HotList(TypedDict):
    """The fifty clauses to rewrite first, by the rate that is sure at least."""

    since: str
    items: list["HotOut"]


class HotOut(TypedDict):
    """A clause, with what a year of complaints disputes of it."""

    clause: "ClauseRef"
    complaints: int
    #: Of them, upheld in whole or part
    upheld: int
    #: Signed under the version and in force in the last year, counted last night
    policies: int
    #: Complaints to ten thousand policies
    rate: float | None
    #: Where the true rate lies in 95 of 100 such years: at least
    low: float | None
    #: … at most
    high: float | None


class Identified(TypedDict):
    """Whether it fits a record; never what was wrong."""

    identified: bool
    customer_id: str | None
    #: 0: nobody is identified in this call any more
    attempts_left: int


class IdentityIn(TypedDict):
    """How identity and policy data were checked."""

    #: e.g. compared with the policy and called back; up to 300 characters (1.2-7)
    how: str


class InForce(TypedDict):
    """What decides today, and every draft and edition, last changed first."""

    edition: str
    body: dict[str, Any]
    items: list["EditionShort"]


class IndependenceOut(TypedDict):
    """A deciding step, and what was examined about the independence of whoever took it (令2020-3 art 17)."""

    #: Place in the ledger
    seq: int
    step: str
    at: str
    #: clear; empty: the system or an earlier version took the step
    result: str
    #: Ground → clear, conflict, or unknown (nothing on record)
    examined: dict[str, str]
    #: Fingerprint of exactly the facts that were examined
    facts: str
    #: An interest came to light later: to be examined again
    owed: bool
    #: After a second look: stands or again
    verdict: str


class Inquiry(TypedDict):
    """The investigation."""

    sources: list["SourceOut"]
    findings: list["FindingOut"]
    liabilities: list["LiabilityOut"]
    risks: list["RiskOut"]


class InvestigatorIn(TypedDict):
    """Who investigates."""

    #: Number of a member of staff, authorised and without interest in the matter
    user: str


class JudgeIn(TypedDict):
    """What was found out."""

    #: One of the candidates
    other_id: str
    verdict: Literal["same", "different"]
    #: How it is known; 4 characters at least
    reason: str


class JudgementOut(TypedDict):
    """What somebody judged, and what spoke for it then."""

    id: str
    records: list[str]
    #: same, different
    verdict: str
    score: int
    grounds: list[str]
    reason: str
    by: str
    at: str
    undone_at: str | None


class KeyOut(TypedDict):
    """A public key."""

    key_id: str
    #: 32 bytes in hex
    public: str
    made_at: str
    retired_at: str | None


class KeysOut(TypedDict):
    """The keys that sign case files and checkpoints, the newest first."""

    algorithm: str
    insurer: str
    keys: list["KeyOut"]


class KindsIn(TypedDict):
    """What clauses are about, by number."""

    kinds: dict[str, Literal["cover", "exclusion", "period", "benefit", "dispute", "other"]]


class LabelIn(TypedDict):
    """One class."""

    #: Reason code of the taxonomy, e.g. `C41`
    code: str
    #: Percent; who is sure writes 100
    confidence: NotRequired[int]
    #: The words it rests on
    reason: NotRequired[str]


class LabelOut(TypedDict):
    """A class of the complaint (3.1-3)."""

    code: str
    is_primary: bool
    #: 0 to 100
    confidence: int
    reason: str
    taxonomy_version: str


class LawOut(TypedDict):
    """The article of law that stands beside a clause."""

    source: str
    article: str


class LawSourceOut(TypedDict):
    """The handbook, a law, a standard, a foreign rule."""

    code: str
    title: "Text"
    #: handbook, law, regulation, order, notice, standard, guide, foreign
    kind: str
    #: cn, uk, us, us-ny, eu, hk, sg, au, int
    jurisdiction: str
    #: in_force, repealed, unverifiable, draft
    status: str
    number: str
    issuer: str
    effective_from: str | None
    effective_to: str | None
    #: Code of the source that took its place
    replaced_by: str
    #: How many clauses of it are known
    clauses: int


class LedgerPage(TypedDict):
    """A page of the chain, oldest first."""

    items: list["EntryOut"]
    next: str


class LedgerVerdict(TypedDict):
    """Does the chain hold?"""

    holds: bool
    #: Entries
    count: int
    #: Of the last entry
    hash: str
    faults: list[str]


class LetterIn(TypedDict):
    """A letter. The day on the stamp, from which every limit runs, and its pages are needed."""

    #: Day on the stamp of receipt
    received_on: str
    #: Ids from `POST /uploads`: PDF, TIFF, JPG, PNG, BMP, WebP
    uploads: list[str]
    #: Day of the postmark
    posted_on: NotRequired[str | None]
    tracking: NotRequired[str]
    #: Code of the unit where it belongs; the caller's own when left out
    unit: NotRequired[str]
    #: Sender
    name: NotRequired[str]
    phone: NotRequired[str]
    email: NotRequired[str]
    address: NotRequired[str]
    subject: NotRequired[str]
    #: What somebody wrote down of it
    text: NotRequired[str]
    #: A stamp of more than thirty days ago is right
    old_confirmed: NotRequired[bool]
    #: Register it at once as the complaint it is; otherwise it is triaged
    as_complaint: NotRequired[bool]


class LetterOut(TypedDict):
    """A letter as it stands."""

    number: str
    kind: str
    received_on: str | None
    posted_on: str | None
    #: How far its words are; none_such: the case did not begin as a letter
    state: Literal["none_such", "waiting", "read", "confirmed", "none", "off"]
    #: Why pages are missing; empty when none is
    fault: str
    confirmed_at: str | None
    pages: list["LetterPageOut"]
    version: int


class LetterPageIn(TypedDict):
    """A page as a person put it right."""

    number: int
    text: str


class LetterPageOut(TypedDict):
    """A page: as it was read, and as a person put it right."""

    number: int
    read: str
    #: Lines to be looked at closely; those that could not be read stand as □□□
    unsure: int
    corrected: str


class LetterTextIn(TypedDict):
    """What the letter says."""

    pages: list["LetterPageIn"]


class LiabilityIn(TypedDict):
    """All responsible parties."""

    parties: list["PartyIn"]


class LiabilityOut(TypedDict):
    """A responsible party of a version (3.2-6)."""

    id: str
    round: int
    version: int
    party: str
    party_kind: str
    #: Percent
    share: int
    verdict: str
    within_insurer: bool
    clause: str
    legal_ground: str
    contract_ground: str
    at: str
    by_label: str


class LikeCase(TypedDict):
    """The other case."""

    number: str
    subject: str
    state: str
    received_at: str


class LikeOut(TypedDict):
    """A decided complaint and what makes it alike."""

    case: "LikeCase"
    #: How like, 0 to 100
    score: int
    reasons: list[Literal["class", "product", "line", "clause", "amount"]]
    #: What both say, most telling first
    words: list[str]
    verdict: str
    compensation: str
    claimed: str | None
    #: Natural days from receipt to telling
    days: int | None


class LikelyClass(TypedDict):
    """A reason of the taxonomy and how likely it is."""

    code: str
    #: 0 to 1
    likelihood: float


class LikenessOut(TypedDict):
    """What is like the complaint. Advice: no limit and no amount follows from it."""

    #: Likest first, at most eight
    near_texts: list["TwinOut"]
    more_near_texts: int
    #: Likest first, at most five
    decided: list["LikeOut"]
    #: Null before the verdict, or when too few are like
    spread: "SpreadOut | None"
    #: Edition of the house terms
    rule_version: str


class LimitThen(TypedDict):
    """A limit as it was."""

    rule: str
    #: null while it rested
    due_at: str | None
    state: str
    broken: bool


class LineIn(TypedDict):
    """A line of a list."""

    zh: str
    en: str
    mandatory: NotRequired[bool]
    #: The clause it serves, e.g. `3.1-5`
    clause: NotRequired[str]


class LinkIn(TypedDict):
    """What the complaint is to another case."""

    relation: Literal[
        "same_event", "follow_up", "followed_by", "duplicate", "caused_by", "caused", "child_of", "parent_of"
    ]
    #: Number or id of the other case
    other: str
    #: Up to 500 characters
    reason: NotRequired[str]


class LinkList(TypedDict):
    """The links, parts and the whole first; at most a hundred."""

    items: list["LinkOut"]


class LinkOut(TypedDict):
    """A link as it stands at this complaint."""

    id: str
    #: What this complaint is to the other case
    relation: Literal[
        "same_event", "follow_up", "followed_by", "duplicate", "caused_by", "caused", "child_of", "parent_of"
    ]
    at: str
    by: str
    reason: str
    #: Null: a case that the caller may not see
    case: "LinkedCase | None"


class LinkedCase(TypedDict):
    """The other case."""

    number: str
    subject: str
    state: str
    is_open: bool
    next_due: "NextDue | None"


class LintFindingOut(TypedDict):
    """One finding."""

    #: `line:column`; `page N, line:column` of a PDF; `paragraph N:column` of a DOCX
    place: str
    line: int
    column: int
    page: int | None
    paragraph: int | None
    quote: str
    kind: Literal["wrong", "superseded", "authority ended", "not verifiable"]
    #: What the finding rests on
    source: str
    #: What to write instead
    mend: str


class LintIn(TypedDict):
    """What to check: a text, or a file that was uploaded."""

    text: NotRequired[str]
    #: Id of an upload (`POST /uploads`): PDF, DOCX, plain text or Markdown
    upload: NotRequired[str]
    #: As of which day; today in Shanghai, when left out
    on: NotRequired[str | None]


class LintOut(TypedDict):
    """All findings, in the order of the text."""

    on: str
    #: Findings other than `not verifiable`
    to_mend: int
    items: list["LintFindingOut"]


class ListIn(TypedDict):
    """A list, or its next version."""

    #: 2 to 40 small letters, digits and underscores
    code: str
    title_zh: str
    title_en: str
    #: A complaint does not leave this stage forward while a mandatory line is open
    stage: Literal[
        "received",
        "accepted",
        "assigned",
        "investigating",
        "liability_set",
        "plan_pending",
        "plan_approved",
        "executing",
        "decided_notified",
        "confirming",
    ]
    #: For this class and what lies below; empty: for all
    class_code: NotRequired[str]
    lines: list["LineIn"]
    #: `version` of what was read, 0 for a new one; 409 when somebody kept another since
    seen: NotRequired[int | None]


class ListOut(TypedDict):
    """A version of a list."""

    code: str
    version: int
    title_zh: str
    title_en: str
    stage: str
    class_code: str
    #: `key`, `zh`, `en`, `mandatory`, `clause` of each line
    lines: list[dict[str, Any]]
    from_at: str
    #: Null: in force for complaints that come into the stage now
    until_at: str | None
    #: Send it as `If-Match`: refused with 412 when somebody changed it meanwhile
    etag: str


class ListsOut(TypedDict):
    """The lists in force."""

    items: list["ListOut"]


class LoadOut(TypedDict):
    """The load of the part of the house that the caller leads or examines."""

    #: The figures are counted once a minute
    counted_at: str
    items: list["LoadRow"]


class LoadRow(TypedDict):
    """Figures of one person in one unit for one age."""

    #: Code
    unit: str
    #: Employee number
    person: str
    #: 0: up to 3 days, 1: up to 7, 2: up to 15, 3: up to 30, 4: up to 60, 5: older
    age: int
    total: int
    broken: int
    today: int
    warned: int
    paused: int
    #: Open promises that fall due today (stand at age 0)
    promised: int
    promises_broken: int


class LookbackEndIn(TypedDict):
    """What was learnt and what was changed."""

    result: str


class LookbackIn(TypedDict):
    """A project. The same complaint has one at a time: asked again, the running one is answered."""

    reach: "ReachIn"
    title: str
    #: Why others may have met the same
    cause: str
    #: Employee number
    lead: str
    due_on: str


class LookbackOut(TypedDict):
    """A project as it stands."""

    id: str
    complaint: str
    title: str
    cause: str
    unit: str
    lead: str
    due_on: str
    began_at: str
    size: int
    open: int
    ended_at: str | None
    result: str


class LookbackPage(TypedDict):
    """Newest first."""

    items: list["LookbackOut"]
    #: `cursor` of the next page; empty on the last
    next: str


class MacroChange(TypedDict):
    """A macro as it shall be."""

    name: str
    name_en: NotRequired[str]
    class_code: NotRequired[str]
    steps: list["StepIn"]
    #: The version that was read
    seen: int


class MacroList(TypedDict):
    """Macros, by name."""

    items: list["MacroOut"]


class MacroMake(TypedDict):
    """A new macro."""

    name: str
    name_en: NotRequired[str]
    class_code: NotRequired[str]
    steps: list["StepIn"]
    unit: str


class MacroOut(TypedDict):
    """A macro of the house."""

    id: str
    name: str
    name_en: str
    unit: str
    class_code: str
    steps: list[dict[str, Any]]
    version: int
    is_retired: bool


class MacroOutcome(TypedDict):
    """What a macro does or did, step by step."""

    #: Every step is possible
    ready: bool
    version: int
    steps: list["OutcomeOut"]


class MacroRunIn(TypedDict):
    """Which version of the macro was shown."""

    seen: NotRequired[int | None]


class Made(TypedDict):
    """A row that the step left."""

    #: e.g. `notice`, `task`, `plan`
    kind: str
    id: str


class MailDayOut(TypedDict):
    """One mailbox on one day: `fetched` is what the door counted, the others what became of it."""

    mailbox: str
    day: str
    fetched: int
    cases: int
    follow_ups: int
    quarantined: int
    rejected: int
    waiting: int
    #: False: a mail is not where it should be, and the administrators are told
    balances: bool


class MailKindIn(TypedDict):
    """What a matter is that is no complaint."""

    reason: str
    kind: Literal["violation_report", "petition", "inquiry", "claim_filing"]


class MailLedger(TypedDict):
    """The last fourteen days, newest first; empty for those who do not see it."""

    items: list["MailDayOut"]


class MailLinkIn(TypedDict):
    """The case that a mail belongs to."""

    reason: str
    into: str


class MailPlaced(TypedDict):
    """What became of a mail."""

    id: str
    state: str
    #: Of the case that holds it now; empty for one that was turned down
    number: str


class MailReasonIn(TypedDict):
    """Why."""

    reason: str


class MajorPlanIn(TypedDict):
    """The plan for a major matter."""

    #: What is done, by whom, how it is kept from spreading
    text: str


class ManyIn(TypedDict):
    """One change for many complaints."""

    kind: Literal["hand_over", "classify", "grade", "tag", "remind", "note"]
    #: Numbers or ids; those that the caller may not see are left out
    numbers: list[str]
    #: hand_over: number of the colleague who takes them
    to: NotRequired[str]
    #: classify: a reason of the taxonomy
    code: NotRequired[str]
    #: grade
    severity: NotRequired[Literal["", "L1", "L2", "L3", "L4"]]
    #: tag
    tag: NotRequired[str | None]
    #: remind: when, within a year
    due_at: NotRequired[str | None]
    #: The reason, the note, or what is to be done
    words: NotRequired[str]


class ManyOut(TypedDict):
    """A change of many: previewed, being done, done, undone."""

    id: str
    kind: str
    #: shown (nothing is done yet), running, done, undoing, undone
    state: str
    created_at: str
    started_at: str | None
    ended_at: str | None
    may_undo: bool
    undo_until: str | None
    #: How many rows stand in each state
    counts: dict[str, int]
    rows: list["ManyRow"]


class ManyRow(TypedDict):
    """One complaint of a change of many."""

    number: str
    #: waiting, done, refused, undone, kept (could not be undone)
    state: str
    #: Why not, in words
    message: str
    #: Before it began: what it has …
    now: str
    #: … and what it would get
    then: str
    #: The caller may still open it
    is_visible: bool


class MatterOut(TypedDict):
    """An open complaint and who would take it over."""

    number: str
    #: Number of a member of staff; empty: nobody is free
    to: str
    way: str


class MatterResultIn(TypedDict):
    """What became of a matter."""

    result: str


class MattersOut(TypedDict):
    """Open complaints of somebody."""

    items: list["MatterOut"]


class MediationAgreementIn(TypedDict):
    """Which side agrees."""

    side: Literal["complainant", "insurer"]
    agreed_at: NotRequired[str | None]
    #: Needed for the complainant's agreement
    proof_evidence_id: NotRequired[str | None]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class MediationEndIn(TypedDict):
    """What came of it."""

    result: Literal["settled", "failed", "withdrawn"]
    #: 2 to 500 characters
    result_text: str
    ended_at: NotRequired[str | None]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class MediationIn(TypedDict):
    """By whom."""

    #: Name of the body; up to 200 characters
    body: str
    external_ref: NotRequired[str]


class MediationOut(TypedDict):
    """A mediation (art 23)."""

    id: str
    at: str
    by_label: str
    body: str
    external_ref: str
    complainant_agreed_at: str | None
    insurer_agreed_at: str | None
    suspension_id: str | None
    ended_at: str | None
    result: str
    result_text: str


class MediatorIn(TypedDict):
    """A mediation body and how to reach it."""

    name: str
    reach: str


class MemberOut(TypedDict):
    """Somebody, as assignment sees them now."""

    employee_no: str
    name: str
    unit: str
    #: Points of open matters
    load: int
    capacity: int | None
    is_away: bool
    is_on_duty: bool
    back_at: str | None
    deputy: str
    #: Valid today
    skills: list[str]
    #: Valid today
    qualifications: list[str]


class MergeIn(TypedDict):
    """Into which complaint, and what the complainant reads."""

    #: Number of the open complaint that lives on
    into: str
    #: It brings new facts: the limit of the other begins anew (art 18)
    new_facts: NotRequired[bool]
    reason: NotRequired[str]
    #: Receipt of the new facts; of this complaint, if left out
    material_received_at: NotRequired[str | None]
    #: As `GET …/merge_preview` shows it, perhaps changed; that text, when left out
    text: NotRequired[str]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class MergeOut(TypedDict):
    """A relation to another complaint about the same matter."""

    id: str
    at: str
    by_label: str
    #: Number of the other, as far as the caller may see it; else empty
    number: str
    reason: str
    ties: list[str]
    new_facts: bool
    undone_at: str | None


class MergePreview(TypedDict):
    """What a merge would do and say."""

    #: What the two share: customer, person, policy, class
    ties: list[str]
    #: Why it cannot be; empty when it can
    fault: str
    subject: str
    #: The message to the complainant
    text: str
    #: Until when the other is then decided; null while its limit rests
    due_at: str | None


class MergeQuery(TypedDict):
    """Into which complaint."""

    #: Number of the open complaint that lives on
    into: str
    #: It brings new facts: the limit of the other begins anew (art 18)
    new_facts: bool
    reason: str
    #: Receipt of the new facts; of this complaint, if left out
    material_received_at: str | None


class MessageIn(TypedDict):
    """Something more from the complainant."""

    #: May be empty when there are files
    text: NotRequired[str]
    #: How it reached the house
    channel: Literal[
        "phone", "portal", "email", "letter", "visit", "regulator", "mediator", "media", "return_visit", "api"
    ]
    #: Now, when left out
    received_at: NotRequired[str | None]
    #: Upload ids, as `POST /uploads` gave them
    uploads: NotRequired[list[str]]


class MessageOut(TypedDict):
    """What the complainant said or was told. Personal numbers in the text are masked."""

    id: str
    #: `in` from the customer, `out` to the customer
    direction: str
    channel: str
    subject: str
    text: str
    at: str
    #: Member of staff; empty for the customer
    author_label: str
    evidence_ids: list[str]


class MessagePage(TypedDict):
    """A page of messages, oldest first."""

    items: list["MessageOut"]
    next: str


class MetricList(TypedDict):
    """All metrics."""

    items: list["MetricOut"]


class MetricOut(TypedDict):
    """A metric with its definition (口径)."""

    name: str
    version: int
    #: share (kept of judged), watch (happened of counted), mean, count
    kind: str
    #: `law`: one breach is a breach; `house`: judged by the target share
    level: str
    title: "Text"
    numerator: "Text"
    denominator: "Text"
    #: Which moment decides the month
    month: "Text"
    #: What a mean averages: hours, points; else empty
    value: str
    #: The clauses it names, `article` being the clause
    clauses: list["LawOut"]


class MilestoneIn(TypedDict):
    """Something that happened to the claim."""

    kind: Literal[
        "reported",
        "acknowledged",
        "filed",
        "documents_asked",
        "complete",
        "reviewed",
        "assessed",
        "decided",
        "agreed",
        "advanced",
        "refusal_sent",
        "paid",
        "closed",
        "withdrawn",
    ]
    at: str
    #: Tells repeated requests for papers apart; without one, their instant does
    key: NotRequired[str]


class MilestoneOut(TypedDict):
    """A milestone."""

    kind: str
    at: str


class MissingPage(TypedDict):
    """A page from which nothing was entered though a later one was."""

    volume: int
    page: int


class MonthOut(TypedDict):
    """One month of a metric. For a watched metric `broken` counts how often it happened."""

    #: YYYY-MM in Shanghai
    month: str
    kept: int
    broken: int
    #: Not yet judged
    open: int
    #: Sum of the values of what was kept, for a mean
    total: int


class MonthQuery(TypedDict):
    """Which outlet and month."""

    unit: str
    #: e.g. 2026-11
    month: str


class MoveIn(TypedDict):
    """Where a message belongs, and why."""

    #: Number or id of the complaint
    into: str
    reason: str


class MoveList(TypedDict):
    """The messages that left a complaint, in the order they did."""

    items: list["MoveOut"]


class MoveOut(TypedDict):
    """A message that was moved."""

    id: str
    message_id: str
    #: Number of the complaint it is in; empty when the caller may not see that one
    into: str
    is_split: bool
    at: str
    by_label: str
    undone_at: str | None


class NewDraft(TypedDict):
    """A draft that follows the newest version of a rule of a pack."""

    pack: str
    code: str
    effective_from: str
    reason: str
    ends: NotRequired[bool]


class NewEdition(TypedDict):
    """A draft that begins with the rules in force."""

    #: A later day than today
    effective_from: str
    reason: str


class NewPerson(TypedDict):
    """Somebody more."""

    name: str
    role: Literal["complainant", "representative", "agent", "heir", "insured", "beneficiary", "witness"]
    phone: NotRequired[str]
    email: NotRequired[str]
    address: NotRequired[str]
    certificate_no: NotRequired[str]
    #: For the age alone; not kept
    born_on: NotRequired[str | None]
    vulnerabilities: NotRequired[list[str]]


class NextDue(TypedDict):
    """The nearest limit that runs."""

    #: Code of the rule, e.g. `complaint.decision`
    rule: str
    #: First instant after the limit; null while it rests
    due_at: str | None
    #: 0 calm, 1 warned, 2 broken
    level: int
    #: It counts working days of a year whose holidays are not announced yet
    is_provisional: bool


class NextOut(TypedDict):
    """What was taken."""

    number: str
    version: int


class NodeOut(TypedDict):
    """A coded name."""

    code: str
    zh: str
    en: str
    #: Code above; empty at the top
    parent: str


class NoteIn(TypedDict):
    """An internal note."""

    #: Up to 20,000 characters
    text: str
    evidence_ids: NotRequired[list[str]]


class NoteOut(TypedDict):
    """An internal note; it never leaves the house."""

    id: str
    text: str
    at: str
    author_label: str
    evidence_ids: list[str]


class NotePage(TypedDict):
    """A page of notes, oldest first."""

    items: list["NoteOut"]
    next: str


class Nothing(TypedDict):
    """A step that needs no more than its name."""


class NoticeDayIn(TypedDict):
    """One date of a notice."""

    date: str
    name: str
    #: true: day off; false: make-up working day
    off: bool


class NoticeEdit(TypedDict):
    """The notice written anew."""

    #: `version` of what was read; 409 when somebody changed it since
    seen: int
    source: str
    days: list["NoticeDayIn"]


class NoticeIn(TypedDict):
    """A year's official notice of days off."""

    code: NotRequired[str]
    year: int
    source: str
    days: list["NoticeDayIn"]


class NoticeOut(TypedDict):
    """One telling, or an attempt that reached nobody (令2020-3 art 21). The address is not shown."""

    id: str
    kind: str
    method: str
    decision_id: str | None
    text: str
    letter_evidence_id: str | None
    #: The moment that counts; null while a mail waits in the queue
    sent_at: str | None
    reached: bool | None
    #: Proven receipt
    received_at: str | None
    proof: str
    proof_evidence_id: str | None
    failed_at: str | None
    failure: str
    created_at: str
    by_label: str


class NoticePage(TypedDict):
    """A page of notifications, newest first."""

    items: list["NotificationOut"]
    next: str


class NoticeQuery(TypedDict):
    """Which notifications."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    #: Only those that were not read yet
    unread: bool


class NotificationOut(TypedDict):
    """One thing that the caller is told."""

    id: str
    #: As in `ways` of the choice
    kind: str
    #: A sentence in the caller's language: numbers and names of limits, nothing personal
    text: str
    #: Number; null for what concerns no complaint
    complaint: str | None
    #: The claim whose limit it is; null for everything else
    claim_id: str | None
    at: str
    read_at: str | None


class NotifyIn(TypedDict):
    """How the decision was told."""

    #: `email` queues the letter: it counts once the mail server took it, and the state follows then
    method: Literal["handed_over", "posted", "email", "sms", "phone"]
    #: The moment that counts; now, when left out
    told_at: NotRequired[str | None]
    #: Postal number, reference of the gateway, number of the call record
    reference: NotRequired[str]
    proof_evidence_id: NotRequired[str | None]
    address: NotRequired[str]
    #: What was said or sent (phone, sms)
    text: NotRequired[str]


class NumberOut(TypedDict):
    """A number that a clause states."""

    value: float
    #: hours, natural_days, working_days, percent, people, yuan, …
    unit: str
    of: "Text"
    #: A figure that the handbook only quotes: unverified, never a rule
    benchmark: bool


class OffIn(TypedDict):
    """Why."""

    reason: NotRequired[str]


class Offers(TypedDict):
    """The steps that the caller's roles may take at this point of the path."""

    state: str
    version: int
    rules_on: str
    items: list["StepOffer"]


class OnDay(TypedDict):
    """Of which day."""

    #: Today in Shanghai, when left out
    on: str | None


class OptionIn(TypedDict):
    """One of a list."""

    code: str
    zh: str
    en: str


class OptionOut(TypedDict):
    """One of a list."""

    code: str
    zh: str
    en: str


class Outcome(TypedDict):
    """Decision, telling, satisfaction, rectification; and what the draft letter still lacks."""

    decisions: list["DecisionOut"]
    #: What keeps the draft from being issued, each a sentence
    letter_missing: list[str]
    notices: list["NoticeOut"]
    satisfaction: list["SatisfactionOut"]
    rectifications: list["RectificationOut"]


class OutcomeIn(TypedDict):
    """What became of one. `again`: tried, nobody reached, they stay on the list."""

    outcome: Literal["again", "remedied", "explained", "not_affected", "declined", "unreachable", "complained"]
    amount: NotRequired[float | str | None]
    #: Number of the complaint that came of it
    complaint: NotRequired[str]
    note: NotRequired[str]


class OutcomeOut(TypedDict):
    """What becomes of a step."""

    kind: str
    #: done, refused, untried
    state: str
    text: str
    why: str
    needs: list[str]


class OutlookOut(TypedDict):
    """How likely the customer is to leave within a year: advice, never a decision."""

    #: 0 to 1, calibrated on the history of `model`
    leaving: float
    #: What raises it, the weightiest first
    reasons: list[str]
    #: Mean of what was said in the measured group it lies in
    said: float
    #: How much of that group came true
    came: float
    #: Yuan over ten years, discounted; claims and costs not taken off
    premiums: int
    model: str
    #: Learnt on a made history: shows the method, no forecast for these customers
    made: bool


class OwnerOut(TypedDict):
    """Why this person."""

    items: list["TrialTurnOut"]
    waits_until: str | None


class PageQuery(TypedDict):
    """Which page of a list."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str


class PapersOut(TypedDict):
    """A full list of what was missing."""

    at: str
    items: list[str]
    reason: str


class PartIn(TypedDict):
    """Who has a part in a policy."""

    #: A policy of this customer
    policy_number: str
    #: The other customer by the whole certificate number, or the whole number of a policy that they hold
    other: str
    role: Literal["insured", "beneficiary", "agent", "heir"]
    #: The paper that proves it; an agent or heir needs one
    authority: NotRequired[str]


class PartUpload(TypedDict):
    """A file on its way."""

    #: For `evidence` of a new complaint and `uploads` of `add_evidence`, once it is whole
    id: str
    name: str
    #: Bytes that are safe
    offset: int
    length: int
    expires: str


class ParticipantIn(TypedDict):
    """Who takes part, and as what."""

    #: Number of a member of staff
    user: str
    role: Literal["co_handler", "watcher", "approver", "reviewer", "assistant"]


class PartyIn(TypedDict):
    """Who is responsible, to what share, on what ground."""

    #: Name; up to 120 characters
    party: str
    kind: Literal["insurer", "unit", "staff", "intermediary", "partner", "customer", "third_party"]
    #: Percent; the shares add up to 100
    share: int
    verdict: Literal["upheld", "partly", "not_upheld"]
    #: Within the insurer's responsibility
    within_insurer: bool
    legal_ground: str
    contract_ground: NotRequired[str]
    clause: NotRequired[str]


class PassedOut(TypedDict):
    """Somebody who was passed over."""

    user: str
    #: away, recused, full, skill:<code>, qualification:<code>, conflict:<ground>
    ground: str


class PaymentIn(TypedDict):
    """A payment with reference and proof."""

    task_id: str
    #: Yuan; the payments of a plan add up to its compensation
    amount: str | float
    paid_at: str
    #: Number of the payment
    reference: str
    proof_evidence_id: str


class PaymentOut(TypedDict):
    """A payment with its proof (3.4-1)."""

    id: str
    task_id: str
    amount: str
    paid_at: str
    reference: str
    proof_evidence_id: str


class PeriodIn(TypedDict):
    """Days of receipt."""

    since: str
    until: str


class PeriodQuery(TypedDict):
    """Days of receipt; left out: the last ninety."""

    since: str | None
    until: str | None


class PersonIn(TypedDict):
    """Somebody on the customer's side. What we hold about them already is filled in, never overwritten."""

    #: Needed for whoever complains, unless `party_id` says who it is (3.1-7)
    name: NotRequired[str]
    #: At most five representatives speak face to face (令2020-3 art 12)
    role: NotRequired[Literal["complainant", "representative", "agent", "heir", "insured", "beneficiary", "witness"]]
    #: Phone, e-mail or postal address: one is enough
    phone: NotRequired[str]
    #: The receipt goes there
    email: NotRequired[str]
    address: NotRequired[str]
    #: Certificate number; encrypted, found by fingerprint
    certificate_no: NotRequired[str]
    #: The person to write to; otherwise the first who can be reached
    is_contact: NotRequired[bool]
    #: Came in person
    is_face_to_face: NotRequired[bool]
    #: Id of the customer, where it is known
    party_id: NotRequired[str | None]
    #: For the age alone; not kept
    born_on: NotRequired[str | None]
    #: Codes of the taxonomy's axis `vulnerability`
    vulnerabilities: NotRequired[list[str]]
    #: Place in `evidence`, from 0, of the proof of an agent's or heir's authority
    authority: NotRequired[int | None]


class PersonList(TypedDict):
    """Everybody on the customer's side."""

    items: list["PersonOut"]


class PersonOut(TypedDict):
    """Somebody on the customer's side, masked."""

    id: str
    role: str
    #: Masked
    name: str
    #: Masked
    phone: str
    #: Masked
    email: str
    #: Masked
    certificate_no: str
    #: Masked: the first six characters stay
    address: str
    is_contact: bool
    is_face_to_face: bool
    party_id: str | None
    #: Proof of authority of an agent or heir (令2020-3 art 14)
    authority_evidence_id: str | None
    vulnerabilities: list[str]
    #: field → fingerprint of what we hold: send it back in `was` when correcting, so that nobody's change is
    #: written over
    stamps: dict[str, str]


class PhraseOut(TypedDict):
    """A phrase and in how many complaints it stands."""

    words: str
    complaints: int


class PlanIn(TypedDict):
    """Compensation, service, process."""

    #: Yuan in all; 0.00 when there is none
    compensation: str | float
    #: Its ground, also when it is none; 4 to 500 characters
    compensation_text: str
    #: What is done for the customer's service
    improvement: NotRequired[str]
    #: What changes in how the house works
    process: NotRequired[str]
    #: Of the compensation: without legal duty
    ex_gratia: NotRequired[str | float]


class PlanOut(TypedDict):
    """A version of the plan (3.3-2)."""

    id: str
    round: int
    version: int
    #: proposed, approved, rejected
    state: str
    compensation: str
    ex_gratia: str
    compensation_text: str
    improvement: str
    process: str
    #: Level whose approval it needs, by the house rule
    level: str
    rule_version: str
    proposed_by: "StaffRef | None"
    proposed_at: str
    approvals: list["ApprovalOut"]


class PoliciesIn(TypedDict):
    """Up to 500 policies."""

    rows: list["PolicyRow"]


class PolicyOut(TypedDict):
    """A policy, and the parts that the customer has in it."""

    number: str
    product_code: str
    product_name: str
    line: str
    unit: str
    status: str
    starts_on: str
    ends_on: str | None
    #: applicant, insured, beneficiary, agent, heir
    parts: list[str]
    #: Everybody with a part in it, the applicant first
    people: list["AmongOut"]


class PolicyRow(TypedDict):
    """A policy as the core system knows it. What is left out stays as it is."""

    #: The core system; with `key` it names the record for good
    source: str
    #: The core system's key of the record
    key: str
    #: When the core system said so: of two messages the newer one counts
    sent_at: str
    number: str
    #: The core system's key of the applicant, taken over before
    holder_key: str
    #: Code of the unit
    unit: str
    product_code: NotRequired[str | None]
    product_name: NotRequired[str | None]
    line: NotRequired[str | None]
    starts_on: NotRequired[str | None]
    insured_name: NotRequired[str | None]
    sales_channel: NotRequired[str | None]
    seller_no: NotRequired[str | None]
    seller_name: NotRequired[str | None]
    signed_on: NotRequired[str | None]
    ends_on: NotRequired[str | None]
    hesitation_ends_on: NotRequired[str | None]
    premium: NotRequired[str | float | None]
    status: NotRequired[str | None]


class PoolOut(TypedDict):
    """What waits."""

    items: list["HeldOut"]


class ProblemDocument(TypedDict):
    """An error (RFC 9457)."""

    #: The kind of problem: an address that explains it
    type: str
    #: The same for all problems of a kind
    title: str
    status: int
    #: What happened here and what to do, in the language of the request
    detail: str
    #: For machines: stable, e.g. `step.accept`
    code: str
    #: As in the header X-Request-Id; our log names it
    request_id: str
    #: What is still missing, each a sentence
    needs: list[str]
    #: The clause or law behind a refusal, e.g. `令2020-3 art 18`
    clause: str
    errors: list["FieldError"]


class ProductIn(TypedDict):
    """A new product."""

    name: str
    line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"]
    design: NotRequired[Literal["ordinary", "participating", "universal", "unit_linked"]]
    filing_no: NotRequired[str]
    cover: NotRequired[str]
    premium: NotRequired[str]
    returns: NotRequired[str]
    suits: NotRequired[str]
    suits_not: NotRequired[str]
    #: Employee number of who looks after it; empty: as it is, at first the caller
    keeper: NotRequired[str]
    #: Policies name the product by it; it never changes
    code: str


class ProductOut(TypedDict):
    """A product with its texts and its file."""

    code: str
    name: str
    line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"]
    design: Literal["ordinary", "participating", "universal", "unit_linked"]
    status: Literal["draft", "on_sale", "withdrawn"]
    sold_from: str | None
    #: The last day of its sale
    sold_to: str | None
    filing_no: str
    version: int
    cover: str
    premium: str
    returns: str
    suits: str
    suits_not: str
    #: Employee number
    keeper: str
    proofs: list["ProofOut"]


class ProductPage(TypedDict):
    """Products by line and code."""

    items: list["ProductRow"]
    #: Cursor of the following page; empty on the last one
    next: str


class ProductQuery(TypedDict):
    """Which products."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"] | Literal[""]
    design: Literal["ordinary", "participating", "universal", "unit_linked"] | Literal[""]
    status: Literal["", "draft", "on_sale", "withdrawn"]


class ProductRow(TypedDict):
    """A product of the list."""

    code: str
    name: str
    line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"]
    design: Literal["ordinary", "participating", "universal", "unit_linked"]
    status: Literal["draft", "on_sale", "withdrawn"]
    sold_from: str | None
    #: The last day of its sale
    sold_to: str | None
    filing_no: str
    version: int


class ProductWords(TypedDict):
    """A product as somebody writes it."""

    name: str
    line: Literal["life", "health", "accident", "property", "liability", "credit", "annuity"]
    design: NotRequired[Literal["ordinary", "participating", "universal", "unit_linked"]]
    filing_no: NotRequired[str]
    cover: NotRequired[str]
    premium: NotRequired[str]
    returns: NotRequired[str]
    suits: NotRequired[str]
    suits_not: NotRequired[str]
    #: Employee number of who looks after it; empty: as it is, at first the caller
    keeper: NotRequired[str]


class PromiseChangeIn(TypedDict):
    """What happens to a promise, with the complainant's word."""

    promise_id: str
    #: Released by the complainant, another date agreed, or kept after the end of the complaint
    way: Literal["released", "moved", "carried"]
    #: When and how the complainant agreed; of a carried one, why
    proof: str
    #: The date agreed to, when it is moved
    due_at: NotRequired[str | None]
    evidence_id: NotRequired[str | None]


class PromiseDue(TypedDict):
    """An open promise that falls due today or was broken."""

    id: str
    #: Number
    complaint: str
    text: str
    #: Employee number
    responsible: str
    due_at: str
    is_broken: bool


class PromiseIn(TypedDict):
    """Something promised to the complainant on the phone or elsewhere (in a message: the step `respond`)."""

    #: Up to 300 characters; the complainant sees them
    text: str
    due_at: str
    #: Number of a member of staff; left out: who answers for the complaint
    responsible: NotRequired[str]
    source: NotRequired[Literal["call", "other"]]


class PromiseKeptIn(TypedDict):
    """Which promise was kept, and the proof: an evidence item or a few words."""

    promise_id: str
    #: Left out: now
    kept_at: NotRequired[str | None]
    proof_evidence_id: NotRequired[str | None]
    note: NotRequired[str]


class PromiseOut(TypedDict):
    """A promise to the complainant (6.3-2)."""

    id: str
    text: str
    responsible: "StaffRef"
    due_at: str
    made_at: str
    #: message, call, plan, letter, other
    source: str
    #: open, kept, released, moved
    state: str
    #: When its time passed and it was not kept
    broken_at: str | None
    ended_at: str | None
    proof_evidence_id: str | None
    #: The promise of which this is the new date
    follows_id: str | None
    #: How the complainant agreed to the new date
    agreement: str
    #: Why it is kept after the end of the complaint
    carried_reason: str
    note: str


class PromiseQuery(TypedDict):
    """Whose promises, and how they stand."""

    #: Code of a unit; those below it too
    unit: str
    #: Employee number of whoever answers for it
    person: str
    stand: Literal["", "broken", "today"]


class PromisesOut(TypedDict):
    """Promises, the oldest first."""

    items: list["PromiseDue"]
    #: There are more than 200
    is_cut: bool


class ProofIn(TypedDict):
    """A proof for the file of the product."""

    kind: Literal["insurable_interest", "good_faith", "sum_insured", "actuarial"]
    statement: str
    document: NotRequired[str]
    dated_on: str
    #: A later day on which it is looked at again
    review_on: str


class ProofOut(TypedDict):
    """A proof that holds."""

    id: str
    kind: Literal["insurable_interest", "good_faith", "sum_insured", "actuarial"]
    statement: str
    document: str
    dated_on: str
    review_on: str


class PublishIn(TypedDict):
    """Why the complainant may see it."""

    reason: str


class QualityOut(TypedDict):
    """Of the records of the caller's part of the house."""

    items: list["ScoreOut"]
    #: When the round through all records began that is going on
    round_began_at: str | None


class QuestionIn(TypedDict):
    """How the question is put."""

    method: Literal["portal", "email", "phone"]


class RadarGroupOut(TypedDict):
    """A group of complaints that are linked. No limit, sum or decision reads it."""

    id: str
    #: open, confirmed, dismissed
    state: str
    cases: int
    customers: int
    made_at: str
    grew_at: str
    #: Edition of the terms by which it was found
    terms: str
    #: What an investigator found
    reason: str
    decided_at: str | None
    decided_by_label: str


class RadarGroupWhole(TypedDict):
    """The same with the complaints that the caller sees, and why they are linked."""

    id: str
    #: open, confirmed, dismissed
    state: str
    cases: int
    customers: int
    made_at: str
    grew_at: str
    #: Edition of the terms by which it was found
    terms: str
    #: What an investigator found
    reason: str
    decided_at: str | None
    decided_by_label: str
    #: Numbers, in the order in which they came
    complaints: list[str]
    #: How many more the caller may not see
    hidden: int
    #: Strongest first, at most 1,000
    links: list["RadarLinkOut"]


class RadarJudgeIn(TypedDict):
    """Whether a group is organised."""

    verdict: Literal["confirmed", "dismissed"]
    reason: str


class RadarLinkOut(TypedDict):
    """Why two complaints are linked."""

    #: Complaint number
    one: str
    #: Complaint number
    other: str
    #: phone, email, agent, text
    kind: str
    #: 0 to 100
    strength: int
    #: Passages that both use
    words: list[str]


class RadarPage(TypedDict):
    """A page of groups, those that grew last first."""

    items: list["RadarGroupOut"]
    #: `cursor` of the next page; empty on the last
    next: str


class ReachIn(TypedDict):
    """Whom the cause may have reached: policies of the unit of the complaint. A product or a seller is needed."""

    product_code: NotRequired[str]
    seller_no: NotRequired[str]
    line: NotRequired[str]
    sales_channel: NotRequired[str]
    signed_from: str
    signed_to: str


class ReachedOut(TypedDict):
    """One policy on the list."""

    id: str
    policy: str
    #: Masked
    customer: str
    state: str
    tried: int
    #: Yuan
    amount: str | None
    note: str


class ReachedPage(TypedDict):
    """In the order in which they were written down."""

    items: list["ReachedOut"]
    #: `cursor` of the next page; empty on the last
    next: str


class ReadIn(TypedDict):
    """Which ones were read."""

    #: Empty: all that came up to `until`
    ids: NotRequired[list[str]]
    #: For all: when the list was read; what came later stays unread
    until: NotRequired[str | None]


class ReadOut(TypedDict):
    """How many were not read before."""

    read: int


class Reason(TypedDict):
    """Why."""

    reason: str


class ReasonIn(TypedDict):
    """Why it must be seen."""

    reason: str


class ReasonOut(TypedDict):
    """A reason for complaint: what `code` of a complaint may be."""

    code: str
    zh: str
    en: str
    #: Code above; empty at the top
    parent: str
    class_code: str
    subclass: str
    #: Bucket of the regulator's bulletin
    reg: str


class ReceiptIn(TypedDict):
    """When the decision was received."""

    received_at: str
    #: Signed advice of delivery, a reply …
    proof_evidence_id: str


class RecordChangeOut(TypedDict):
    """Something happened to a record: read the record for what it is now. Nothing of its content is told here."""

    #: Id of the ledger entry; a policy that changes hands has one for each holder
    id: str
    record: Literal["customer", "policy", "claim"]
    record_id: str
    #: Number of the policy or claim; of a customer the key in the core system
    name: str
    #: `merged`, `separated`: people judged that two records are of one person, or took that back
    change: Literal["created", "changed", "merged", "separated", "erased"]
    #: The other record of `merged` and `separated`
    other_id: str | None
    #: Kind of the ledger entry, e.g. `customer.policy_changed`
    kind: str
    #: Place in the ledger of the customer or claim, from 1
    seq: int
    #: When it happened
    at: str
    #: When it was written down
    written_at: str


class RecordChangePage(TypedDict):
    """A stretch of the feed."""

    items: list["RecordChangeOut"]
    #: Cursor behind this stretch; never empty: keep it and ask again later
    next: str
    #: There is more to read now; items may be empty all the same
    more: bool


class RecordFeedQuery(TypedDict):
    """Which stretch of the feed."""

    #: `next` of the stretch before
    cursor: str
    #: Where to begin without a cursor: at the first change ever, or behind the last one
    start: Literal["beginning", "now"]
    #: Only changes of these kinds of records
    record: list[Literal["customer", "policy", "claim"]]
    limit: int


class RecordFileIn(TypedDict):
    """What is taken out, and what for."""

    record: Literal["customers", "policies", "claims"]
    format: NotRequired[Literal["csv", "xlsx", "parquet"]]
    #: Personal data as it is, not masked: head office's consumer protection
    clear: NotRequired[bool]
    #: What the file is for, at least four characters; it stands in the access log
    reason: str


class RecordTaken(TypedDict):
    """What became of a row."""

    key: str
    #: `same`: known already; `stale`: older than what is known; `refused`: `code` and `detail` say why
    outcome: Literal["created", "changed", "same", "stale", "refused"]
    id: str | None
    code: str
    detail: str
    field: str


class RecordsTaken(TypedDict):
    """The rows in their order."""

    items: list["RecordTaken"]


class RectificationIn(TypedDict):
    """One exposed problem, and what is done about it."""

    #: 4 to 500 characters
    problem: str
    measure: str
    #: Code of the unit
    unit: str
    #: Number of a member of staff
    responsible: str
    due_on: str


class RectificationOut(TypedDict):
    """One exposed problem and what is done about it (3.3-6)."""

    id: str
    problem: str
    measure: str
    unit: "UnitRef"
    responsible: "StaffRef"
    due_on: str
    proof: str
    proof_evidence_id: str | None
    done_at: str | None
    verified_at: str | None
    verify_note: str


class RectifiedIn(TypedDict):
    """How one can see that it is done."""

    proof: str
    proof_evidence_id: NotRequired[str | None]


class RecusalOut(TypedDict):
    """Somebody who stays away."""

    id: str
    user: "StaffRef"
    ground: str
    reason: str
    at: str
    lifted_at: str | None


class RecuseIn(TypedDict):
    """Who stays away, and why."""

    #: Number of a member of staff
    user: str
    ground: Literal["declared", "requested", "family", "other"]
    reason: str
    #: Who takes the case over when the owner stays away; else by the rules
    hand_to: NotRequired[str]


class ReexamineIn(TypedDict):
    """What a second look found."""

    #: again: the step has to be taken once more
    verdict: Literal["stands", "again"]
    #: Why; at least four characters
    reason: str


class ReinvestigateIn(TypedDict):
    """Why, and which sources are open again."""

    reason: str
    sources: list[Literal["customer_contact", "internal_system", "third_party"]]


class RejectIn(TypedDict):
    """Why a wording goes back."""

    #: What has to be different
    reason: str


class RelationAnswerIn(TypedDict):
    """Whether a tie is over."""

    is_over: bool


class RelationEndIn(TypedDict):
    """Since when a tie is over."""

    on: str
    #: At least four characters
    reason: str


class RelationIn(TypedDict):
    """A close tie of one's own, to a colleague or to somebody outside."""

    kind: Literal["spouse", "parent", "child", "sibling", "in_law", "other"]
    #: Since when
    from_on: str
    #: Of a colleague
    employee_no: NotRequired[str]
    #: Of somebody outside
    name: NotRequired[str]
    #: Only a fingerprint is kept
    certificate_no: NotRequired[str]
    #: Only a fingerprint is kept
    phone: NotRequired[str]


class RelationList(TypedDict):
    """Close ties."""

    items: list["RelationOut"]


class RelationOut(TypedDict):
    """A close tie."""

    id: str
    user: "StaffRef"
    kind: str
    to_user: "StaffRef | None"
    to_name: str
    from_on: str
    #: Null while it binds
    to_on: str | None
    #: The end that was given and waits to be confirmed
    end_asked_on: str | None
    end_reason: str
    declared_at: str


class ReleaseIn(TypedDict):
    """Why a mail may pass, and into which case (none: a matter of its own)."""

    reason: str
    number: NotRequired[str]


class ReopenIn(TypedDict):
    """Why it is taken up again."""

    ground: Literal["recurrence", "new_proof", "review"]
    #: 4 to 500 characters
    reason: str
    #: Receipt of what is new: the decision limit runs anew from here
    material_received_at: str
    evidence_ids: NotRequired[list[str]]


class ReopeningOut(TypedDict):
    """A new round."""

    id: str
    at: str
    by_label: str
    ground: str
    reason: str
    material_received_at: str
    round: int


class Repeat(TypedDict):
    """An earlier complaint of the same person, customer or policy."""

    id: str
    number: str


class ReplayIn(TypedDict):
    """Which part of the history."""

    #: Limits that began since then; 24 months back, when left out
    since: NotRequired[str | None]
    open_only: NotRequired[bool]


class ReplayOut(TypedDict):
    """A draft played over the history."""

    id: str
    #: queued, running, done, cancelled, failed
    state: str
    #: running, stopped, stale or fresh: only a fresh one counts for approval
    standing: str
    since: str
    open_only: bool
    total: int
    done: int
    #: `totals`; by `months` and `units`; `alarms` by day, before and after
    summary: dict[str, Any]
    created_at: str
    ended_at: str | None
    fault: str


class RepliesOut(TypedDict):
    """The people whom the caller leads or inspects who wrote something, those above the limit first."""

    days: int
    #: Replies below which nothing is said of anybody
    least: int
    #: More than this share of unchanged templates is too many
    percent: int
    items: list["WritingOut"]


class RequestCreated(TypedDict):
    """The request as registered. `secret` lets the customer follow it."""

    number: str
    secret: str
    created: bool
    state: str
    version: int


class RequestIn(TypedDict):
    """A request. Kind, channel, text, one person who can be reached, and what was said at once are needed."""

    #: What kind of service it is
    kind: Literal["consultation", "claims_help", "policy_management", "policy_change"]
    channel: Literal[
        "phone", "portal", "email", "letter", "visit", "regulator", "mediator", "media", "return_visit", "api"
    ]
    text: str
    person: "PersonIn"
    #: Its limits begin here. Now, when left out
    received_at: NotRequired[str | None]
    subject: NotRequired[str]
    #: What a consultation is about (6.4-1)
    topic: NotRequired[Literal["", "product", "cover", "claims", "surrender", "benefits", "other"]]
    #: Needed for policy management and policy change
    policy_number: NotRequired[str]
    #: What was answered at once (1.2-4)
    preliminary: NotRequired[str]
    #: Or why nothing could be answered yet
    no_preliminary: NotRequired[str]
    language: NotRequired[Literal["zh-hans", "en"]]


class RequestOut(TypedDict):
    """A request as it stands."""

    number: str
    kind: str
    #: Of the request's own path, e.g. `needs_papers`
    state: str
    topic: str
    subject: str
    channel: str
    received_at: str
    responded_at: str | None
    accepted_at: str | None
    answered_at: str | None
    closed_at: str | None
    outcome: str
    unit: str
    owner: "StaffRef"
    #: Who has not confirmed the hand-over yet
    handed_to: "StaffRef | None"
    skipped: list[str]
    papers: list["PapersOut"]
    next_due: "NextDue | None"
    steps: list["RequestStepOut"]
    version: int


class RequestStepIn(TypedDict):
    """One step with what it asks; what other steps ask is left out."""

    step: Literal[
        "respond",
        "check_identity",
        "ask_papers",
        "check_papers",
        "accept",
        "sort",
        "route",
        "take",
        "give_back",
        "process",
        "answer",
        "go_on",
        "close",
        "archive",
        "skip",
        "end",
        "promote",
    ]
    #: respond, answer
    text: NotRequired[str]
    #: How it was told
    channel: NotRequired[Literal["portal", "email", "sms", "phone", "visit", "letter"]]
    #: check_identity
    how: NotRequired[str]
    #: ask_papers: everything that is missing, at once
    items: NotRequired[list[str]]
    #: check_papers
    note: NotRequired[str]
    #: sort
    topic: NotRequired[Literal["", "product", "cover", "claims", "surrender", "benefits", "other"]]
    #: route: number of a member of staff
    to: NotRequired[str]
    #: process
    what: NotRequired[str]
    #: close
    outcome: NotRequired[Literal["", "solved", "unsolved", "no_word"]]
    #: close
    feedback: NotRequired[str]
    #: skip: the step left out
    skipped: NotRequired[str]
    #: route, give_back, go_on, skip, promote, end; a second ask_papers
    reason: NotRequired[str]


class RequestStepOut(TypedDict):
    """A step of this moment: ready, or what it still needs."""

    step: str
    phase: str
    missing: list[str]


class RerouteIn(TypedDict):
    """As what the matter goes on."""

    to_kind: Literal["violation_report", "petition", "inquiry", "claim_filing"]
    #: The person reads this; 4 to 500 characters
    reason: str
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class RerouteOut(TypedDict):
    """The case as which the matter goes on."""

    id: str
    at: str
    by_label: str
    to_kind: str
    to_case_id: str
    reason: str


class RespondIn(TypedDict):
    """An answer to the complainant."""

    #: Public: the complainant reads it
    text: str
    #: `sms`: as a text message; `phone`, `visit`, `letter`: what was said there
    channel: NotRequired[Literal["portal", "email", "sms", "phone", "visit", "letter"]]
    #: Items that go with it; they become public
    evidence_ids: NotRequired[list[str]]
    #: Wordings it was written with
    template_versions: NotRequired[list[str]]


class ResponsibleOut(TypedDict):
    """Who does it, answers for it, is consulted, is informed: roles, or actors of the source."""

    does: list[str]
    answers: list[str]
    consulted: list[str]
    informed: list[str]


class ResumptionIn(TypedDict):
    """What the outside body found."""

    suspension_id: str
    #: Up to 500 characters
    result: str
    #: The day the result came in: the limit runs again from here
    resumed_at: str
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class RevealIn(TypedDict):
    """What must be seen, and why."""

    fields: list[Literal["name", "phone", "email", "certificate_no", "address"]]
    #: At least four characters; kept in the access log
    reason: str


class RevealTextIn(TypedDict):
    """Why it must be seen."""

    #: At least four characters; kept in the access log
    reason: str


class Revealed(TypedDict):
    """The clear values of the fields that were asked for."""

    values: dict[str, str]


class RevealedText(TypedDict):
    """What is masked inside a text, in its order."""

    values: list[str]


class ReviewDecisionIn(TypedDict):
    """What the unit above found and decides."""

    process_finding: str
    timing_finding: str
    outcome_finding: str
    verdict: Literal["upheld", "changed", "returned"]
    #: One sentence; 4 to 2,000 characters
    conclusion: str
    grounds: str
    #: For `changed`: the new result per demand
    answers: NotRequired[list["DemandAnswerIn"]]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class ReviewIn(TypedDict):
    """Why the decision is not right."""

    #: 4 to 10,000 characters
    grounds: str
    #: When the application was received; now, when left out
    applied_at: NotRequired[str | None]
    evidence_ids: NotRequired[list[str]]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class ReviewOut(TypedDict):
    """A review of a branch's decision by the unit above (art 20)."""

    id: str
    at: str
    by_label: str
    decision_id: str
    state: str
    applied_at: str
    grounds: str
    #: Null: not proven, so nothing is late
    decision_received_at: str | None
    #: in_time, no_proof, late
    admission: str
    reviewing_unit: "UnitRef"
    process_finding: str
    timing_finding: str
    outcome_finding: str
    verdict: str
    conclusion: str
    decided_at: str | None
    notified_at: str | None
    refused_reason: str


class ReviewRefusalIn(TypedDict):
    """Why it is not admitted."""

    #: 4 to 500 characters
    reason: str
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class RiskIn(TypedDict):
    """Internal audit and regulator: yes or no, each with its reason."""

    internal_audit: bool
    internal_audit_reason: str
    #: Inform the regulator
    regulator: bool
    regulator_reason: str


class RiskOut(TypedDict):
    """Internal audit and regulator (3.2-7)."""

    id: str
    round: int
    internal_audit: bool
    internal_audit_reason: str
    regulator: bool
    regulator_reason: str
    at: str
    by_label: str


class RowOut(TypedDict):
    """What became of a row."""

    #: Place in the request, from 0
    row: int
    #: As the operation alone would answer: 200, 201, 404, 409, 412, 422, 429, …
    status: int
    #: Its answer; from 400 on a problem document
    body: Any
    #: It had been done before under this Idempotency-Key
    replayed: bool


class RuleOut(TypedDict):
    """A time rule in force."""

    code: str
    pack: str
    #: Pack, rule, date and hash of its content
    version: str
    title: str
    clause: str
    note: str
    #: hours, natural_days, working_days, weeks, months, fixed
    unit: str
    steps: list["RuleStepOut"]
    calendar: str
    zone: str
    #: `law` or `house`
    breach: str
    #: insurer or complainant
    obliges: str
    #: Runs only where the house has switched it on
    optional: bool
    effective_from: str
    effective_to: str | None


class RuleRow(TypedDict):
    """A rule that competed for a duty, and what became of it."""

    rule: str
    title: str
    pack: str
    rule_version: str
    clause: str
    #: `law` or `house`
    breach_kind: str
    #: binds, beside, yields, out
    outcome: str
    #: Code of the reason, e.g. `strictest`, `general`, `earlier_law`, `house_beside`
    reason: str
    #: The reason in words, in the language of the request
    why: str
    #: When the limit would end; null when it was not computed
    due_at: str | None


class RuleStepOut(TypedDict):
    """One rung of the extension ladder."""

    #: Total length from the start, in the unit of the rule
    length: int
    #: reason, approver, notice → `law` or `house`
    needs: dict[str, str]
    approvers: list[str]


class RulesOut(TypedDict):
    """What binds what arrives on a day."""

    on: str
    items: list["RuleOut"]
    #: Version of the terms for deciding, telling and closing
    house_terms: str
    close_codes: list["CloseCodeOut"]


class SaidIn(TypedDict):
    """What the caller said: two things, a whole policy or certificate number among them."""

    policy_number: NotRequired[str]
    certificate: NotRequired[str]
    name: NotRequired[str]
    born_on: NotRequired[str | None]


class SaidOnCall(TypedDict):
    """What the caller said about a matter of theirs."""

    #: Its number
    complaint: str
    text: str


class SaleIn(TypedDict):
    """A day of the sale."""

    on: str


class SatisfactionIn(TypedDict):
    """One of: a score, a refusal, nobody reached."""

    #: 1 not at all … 5 very satisfied
    score: NotRequired[int | None]
    #: The complainant does not want to answer; that is an answer
    refused: NotRequired[bool]
    #: After recorded attempts on enough different days
    unreachable: NotRequired[bool]
    #: Up to 2,000 characters
    words: NotRequired[str]


class SatisfactionOut(TypedDict):
    """The one question of a round, and its answer (3.1-8)."""

    id: str
    round: int
    asked_at: str
    method: str
    answered_at: str | None
    #: 1 to 5
    score: int | None
    words: str
    refused: bool
    unreachable: bool
    recorded_by_handler: bool


class ScenarioIn(TypedDict):
    """For which situation a template is meant."""

    #: Empty: none in particular
    scenario: str


class ScenarioList(TypedDict):
    """Every situation in its order, with the edition that binds today."""

    version: str
    items: list["ScenarioOut"]


class ScenarioOut(TypedDict):
    """A situation in which we speak to customers (2.2-2)."""

    code: str
    title: str
    #: Within how many hours; null: a limit or a promise decides
    hours: int | None
    #: What is said, in its order
    flow: list[str]
    good: str
    #: Keys of the templates in use for it
    templates: list[str]
    #: At least one of them has a wording in force
    holds: bool


class ScoreOut(TypedDict):
    """How many records keep one of the four principles."""

    #: complete, correct, current, safe
    principle: str
    kept: int
    broken: int
    #: Kept of all that were measured; none without a record
    percent: float | None


class SeenIn(TypedDict):
    """A decision on what was read."""

    #: `version` of what was read; 409 when somebody changed it since
    seen: int


class ShownIn(TypedDict):
    """What a customer was shown or told of a version before the contract."""

    kind: Literal["shown", "explained"]
    method: Literal["web", "app", "paper", "face", "phone", "video"]
    shown_at: str
    #: Empty: all clauses on what is not covered
    paths: NotRequired[list[str]]
    understood: NotRequired[Literal["not", "tick", "signature", "voice", "copied"]]
    understood_at: NotRequired[str | None]
    words: NotRequired[str]
    policy_number: NotRequired[str]
    application_no: NotRequired[str]
    seller_no: NotRequired[str]
    proof: NotRequired[str]
    #: SHA-256 of the proof's file
    proof_hash: NotRequired[str]
    #: The sales system's own: the same one twice is one record, to which a policy may be added
    key: NotRequired[str]


class ShownList(TypedDict):
    """The records of a contract, the oldest first."""

    items: list["ShownOut"]


class ShownOut(TypedDict):
    """A record; it never changes."""

    id: str
    kind: str
    version: int
    paths: list[str]
    #: SHA-256 of the clauses as they were shown
    digest: str
    all_exclusions: bool
    method: str
    shown_at: str
    understood: str
    understood_at: str | None
    policy_number: str
    application_no: str
    seller_no: str
    proof: str


class ShownQuery(TypedDict):
    """Of which contract."""

    policy_number: str


class SignOut(TypedDict):
    """A sign of risk."""

    #: self_harm, regulator, media, lawsuit, group, vulnerable, personal_data, upset
    code: str
    #: The words that gave it
    words: list[str]
    #: They hardly mean anything else
    is_sure: bool
    is_urgent: bool


class SignsOut(TypedDict):
    """Advice from the words alone; nothing of the complaint changes by it."""

    #: The urgent first, then the sure ones
    signs: list["SignOut"]
    #: Edition of the lists of signs
    version: str
    #: Likeliest first, at most three; empty where no model read it yet
    likely: list["LikelyClass"]
    #: Words that spoke for the likeliest
    because: list[str]
    #: Too unsure, or not read yet
    abstained: bool
    #: Version of the model; empty where there is none
    model: str


class SizeOut(TypedDict):
    """How many it would be."""

    #: At most 20,001 are counted
    policies: int
    #: Those of them that a complaint is about, whatever its class
    complained: int


class SourceDoneIn(TypedDict):
    """What a source gave."""

    source: Literal["customer_contact", "internal_system", "third_party"]
    #: What it gave, or why it does not apply
    result: str
    not_applicable: NotRequired[bool]
    evidence_ids: NotRequired[list[str]]


class SourceList(TypedDict):
    """All sources."""

    items: list["LawSourceOut"]


class SourceOut(TypedDict):
    """One of the three kinds of sources (3.2-3)."""

    id: str
    round: int
    source: str
    plan: str
    #: open, done, not_applicable
    state: str
    result: str
    evidence_ids: list[str]
    finished_at: str | None


class SourcesIn(TypedDict):
    """What is looked for in each kind of source."""

    #: Kind of source → what, and where; to 500 characters
    plans: dict[str, str]


class SplitIn(TypedDict):
    """What the new complaint is called and asks for; people, words and receipt are those of the message."""

    reason: str
    subject: NotRequired[str]
    demand: NotRequired[str]
    amount: NotRequired[str | float | None]
    line: NotRequired[str]
    policy_number: NotRequired[str]


class SplitOut(TypedDict):
    """The complaint that a message became."""

    number: str
    received_at: str


class SpreadOut(TypedDict):
    """Where the compensation of like complaints with the same verdict lies, in the whole house."""

    #: `share`: percent of the sum claimed
    basis: Literal["yuan", "share"]
    cases: int
    #: A plan below it needs a reason of its own
    low: str
    first_quartile: str
    median: str
    third_quartile: str
    #: A plan above it needs a reason of its own
    high: str


class StaffPeriod(TypedDict):
    """Somebody of the house, from when to when."""

    id: str
    user: "StaffRef"
    #: owner, investigator, co_handler, watcher, approver, reviewer, assistant
    role: str
    from_at: str
    to_at: str | None
    reason: str


class StaffRef(TypedDict):
    """A member of staff."""

    #: Number of the member of staff; this is how bodies name people of the house
    employee_no: str
    name: str


class StaffWhole(TypedDict):
    """Somebody with everything that was written down of them."""

    employee_no: str
    name: str
    unit: str
    #: Points of open matters
    load: int
    capacity: int | None
    is_away: bool
    is_on_duty: bool
    back_at: str | None
    deputy: str
    #: Valid today
    skills: list[str]
    #: Valid today
    qualifications: list[str]
    competences: list["CompetenceOut"]
    absences: list["AbsenceOut"]


class StageOut(TypedDict):
    """One stage, from day to day."""

    #: prospect, new, active, at_risk, lost, won_back
    stage: str
    #: no_policy, signed, ended, trouble (a complaint), ending, back, first_policy, in_force
    because: str
    #: The edition of the rules that judged
    rules: str
    from_on: str
    to_on: str | None


class StagesOut(TypedDict):
    """The present stage first; open tasks by their time."""

    #: None without cover in force, or unless the customer agreed to automated decisions
    outlook: "OutlookOut | None"
    items: list["StageOut"]
    tasks: list["CareTaskOut"]


class StandingOut(TypedDict):
    """A complaint as it stood."""

    at: str
    by: str
    exists: bool
    #: Ledger entries up to then
    entries: int
    state: str
    #: Staff number; empty before anybody answered for it
    owner: str
    limits: list["LimitThen"]
    things: list["ThingThen"]


class StepIn(TypedDict):
    """A step of a macro: each kind asks for its own fields."""

    kind: Literal["reply", "note", "tag", "task", "remind", "hand_over"]
    text: NotRequired[str]
    template: NotRequired[str]
    #: Employee number
    to: NotRequired[str]
    #: Task and reminder: due in so many days
    days: NotRequired[int | None]


class StepOffer(TypedDict):
    """A step of this moment."""

    code: str
    title: str
    #: Where to POST it; ids of rows stand in braces
    address: str
    ready: bool
    #: What it still needs, each a sentence
    missing: list[str]
    #: State it leads to; empty when the main state stays
    to: str
    clause: str


class StepRow(TypedDict):
    """One change of one complaint."""

    #: Number or id
    number: str
    #: What stands behind the number in the address: `accept`, `hand_over`, `notes`, …
    step: str
    #: The body of that operation
    body: NotRequired[dict[str, Any] | None]
    #: As If-Match: only while the complaint is at this version
    version: NotRequired[int | None]


class StepsIn(TypedDict):
    """Changes, done one after the other."""

    rows: list["StepRow"]


class SuspensionIn(TypedDict):
    """Which outside body was asked for what."""

    #: A mediation has its own steps
    ground: Literal["appraisal", "test", "assessment"]
    #: Name of the body; up to 200 characters
    body: str
    #: Up to 500 characters
    reason: str
    #: When the body was asked: the limit rests from here
    requested_at: str
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class SuspensionOut(TypedDict):
    """A stretch in which the decision limit rests."""

    id: str
    at: str
    by_label: str
    ground: str
    body: str
    reason: str
    from_at: str
    to_at: str | None
    result: str


class TagIn(TypedDict):
    """A tag by name."""

    #: However it is typed: width and capitals make no difference
    name: str


class TagList(TypedDict):
    """The tags, by name."""

    items: list["TagRow"]


class TagMake(TypedDict):
    """A tag of the list."""

    #: However it is typed: width and capitals make no difference
    name: str
    colour: NotRequired[Literal["grey", "teal", "blue", "violet", "amber", "red", "green"]]


class TagMergeIn(TypedDict):
    """What it counts as from now on."""

    into: str


class TagOut(TypedDict):
    """A tag."""

    id: str
    name: str
    colour: Literal["grey", "teal", "blue", "violet", "amber", "red", "green"]


class TagRow(TypedDict):
    """A tag of the list."""

    id: str
    name: str
    colour: Literal["grey", "teal", "blue", "violet", "amber", "red", "green"]
    #: Somebody wrote it on a case; it is not in the list of the house
    is_free: bool
    #: Offered no more; what carries it keeps it
    is_retired: bool
    #: The tag that it counts as
    merged_into: str | None
    #: Send it as `If-Match`: refused with 412 when somebody changed it meanwhile
    etag: str


class TakeBackIn(TypedDict):
    """Why the judgement was wrong."""

    reason: str


class Taken(TypedDict):
    """The complaint after a step."""

    number: str
    #: Place on the main path
    state: str
    state_since: str
    is_open: bool
    severity: str
    flags: list[str]
    #: Code of the unit
    unit: str
    #: Number of the member of staff who answers for it
    owner: str
    next_due: "NextDue | None"
    #: Also the ETag
    version: int
    #: What the step left; ids for later steps
    made: list["Made"]


class TallyIn(TypedDict):
    """The same, over the whole stretch."""

    state: NotRequired[
        list[
            Literal[
                "received",
                "accepted",
                "assigned",
                "investigating",
                "liability_set",
                "plan_pending",
                "plan_approved",
                "executing",
                "decided_notified",
                "confirming",
                "closed",
                "archived",
                "not_proceeded",
                "rerouted",
                "withdrawn",
                "merged",
            ]
        ]
    ]
    kind: NotRequired[
        list[Literal["untriaged", "complaint", "request", "violation_report", "petition", "inquiry", "claim_filing"]]
    ]
    #: Class, group or reason of the taxonomy: `C`, `C4`, `C41`
    code: NotRequired[str]
    severity: NotRequired[list[Literal["L1", "L2", "L3", "L4"]]]
    #: Number of a member of staff
    owner: NotRequired[str]
    #: Code of a unit; those below it too
    unit: NotRequired[str]
    channel: NotRequired[
        list[
            Literal[
                "phone",
                "portal",
                "email",
                "letter",
                "visit",
                "regulator",
                "mediator",
                "media",
                "return_visit",
                "api",
                "chat",
                "wechat",
                "sms",
            ]
        ]
    ]
    #: Codes of the taxonomy's axis `line`
    line: NotRequired[list[str]]
    #: All of them
    flag: NotRequired[
        list[
            Literal[
                "major",
                "collective",
                "vulnerable",
                "regulator_referred",
                "surrender_agency",
                "media",
                "litigation",
                "personal_data",
                "repeat",
            ]
        ]
    ]
    #: By the nearest limit: broken, ends today (Shanghai), warned; or whether it rests
    due: NotRequired[Literal["", "broken", "today", "warned", "paused", "provisional"]]
    #: Code of the nearest limit's rule
    rule: NotRequired[str]
    #: What it waits for: dispatch, approval of the plan, something from outside, carrying out, or the word of
    #: the complainant
    waits: NotRequired[Literal["", "dispatch", "approval", "customer", "execution", "confirmation"]]
    #: Carries one of these tags
    tag: NotRequired[list[str]]
    #: Policy number, the whole of it
    policy: NotRequired[str]
    #: Our number of the customer
    customer: NotRequired[str]
    #: Code of the policy's product
    product: NotRequired[str]
    #: Key of a field of the house's own, none of a person's: filled in, or with `value`
    field: NotRequired[str]
    #: The value of `field`, as typed
    value: NotRequired[str]
    #: The nearest limit ends then or later
    due_from: NotRequired[str | None]
    #: The nearest limit ends before
    due_before: NotRequired[str | None]
    #: Day in Shanghai, included
    received_from: NotRequired[str | None]
    #: Day in Shanghai, included
    received_to: NotRequired[str | None]
    #: Only what still waits for whoever handles it
    not_dispatched: NotRequired[bool]
    #: Only what waits for the caller's word: approvals, reviews
    waiting: NotRequired[bool]
    open: NotRequired[Literal["open", "ended", "all"]]
    #: Words, names, numbers, as in the search box: every word must occur
    q: NotRequired[str]
    by: Literal["owner", "unit", "code", "severity", "state", "due_day"]


class TallyOut(TypedDict):
    """A count over a long stretch, made by a job."""

    id: str
    by: str
    from_on: str
    to_on: str
    #: The last day that has been counted
    counted_to: str | None
    #: How far it is, 0 to 100
    percent: int
    ended_at: str | None
    failure: str
    #: What has been found so far; `next_due_at` is null
    items: list["GroupOut"]


class TaskCancelIn(TypedDict):
    """Which task, and why."""

    task_id: str
    reason: str


class TaskDoneIn(TypedDict):
    """Which task, and its proof."""

    task_id: str
    #: Needed for what carries out the plan (3.4-1)
    proof_evidence_id: NotRequired[str | None]
    note: NotRequired[str]


class TaskEndIn(TypedDict):
    """What came of it."""

    outcome: Literal["done", "dropped"]
    #: What the customer said, or why it is dropped; 4 characters at least
    reason: str


class TaskIn(TypedDict):
    """Something to do, for a person or a unit."""

    kind: Literal["execution", "payment", "service", "process", "notice", "other"]
    #: Up to 200 characters
    title: str
    #: Number of a member of staff; person or unit is needed
    assignee: NotRequired[str]
    #: Code of a unit
    unit: NotRequired[str]
    due_at: NotRequired[str | None]


class TaskOut(TypedDict):
    """A task (3.3-3)."""

    id: str
    kind: str
    title: str
    assignee: "StaffRef | None"
    unit: "UnitRef | None"
    due_at: str | None
    #: open, done, cancelled
    state: str
    proof_evidence_id: str | None
    note: str
    created_at: str
    ended_at: str | None


class TaxonomyOut(TypedDict):
    """An edition of the complaint taxonomy (3.1-3)."""

    version: str
    effective_from: str
    effective_to: str | None
    classes: list["NodeOut"]
    groups: list["NodeOut"]
    reasons: list["ReasonOut"]
    #: line, channel, source, harm, vulnerability, legality
    axes: dict[str, list["NodeOut"]]


class TaxonomyQuery(TypedDict):
    """Of which day, or which edition."""

    #: Today in Shanghai, when left out
    on: str | None
    #: An edition by its version
    version: str


class TeamOut(TypedDict):
    """People."""

    items: list["MemberOut"]


class TemplateIn(TypedDict):
    """A new template."""

    #: 1 to 24 small letters, digits or hyphens
    key: str
    name: str
    name_en: NotRequired[str]
    purpose: Literal["reply", "note"]
    unit: str
    class_code: NotRequired[str]
    #: Situation it is meant for (GET /templates/scenarios)
    scenario: NotRequired[str]
    text_zh: str
    text_en: str
    from_on: str


class TemplateList(TypedDict):
    """A page of templates, by key."""

    items: list["TemplateOut"]
    next: str


class TemplateOut(TypedDict):
    """A template of the house."""

    id: str
    key: str
    name: str
    name_en: str
    #: reply, note
    purpose: str
    #: Code; it holds for the unit and everything below
    unit: str
    #: Class, group or reason of the taxonomy; empty: every complaint
    class_code: str
    #: Situation it is meant for; empty: none in particular
    scenario: str
    is_retired: bool


class TemplateUseOut(TypedDict):
    """A message or note that was written with a wording."""

    complaint: str
    version: int
    kind: Literal["message", "note"]
    at: str
    by_label: str
    #: Its words were changed before it was sent
    is_changed: bool


class TemplateUses(TypedDict):
    """A page of uses in complaints that the caller sees, newest first."""

    items: list["TemplateUseOut"]
    next: str


class TemplateVersionOut(TypedDict):
    """A wording. It never changes."""

    id: str
    number: int
    text_zh: str
    text_en: str
    from_on: str
    #: submitted, approved, rejected, withdrawn
    state: str
    #: What the gates advised when it was kept, each with its place
    advice: list[dict[str, Any]]
    written_at: str
    written_by: str
    decided_at: str | None
    decided_by: str
    reason: str


class TemplateWithVersions(TypedDict):
    """A template with its wordings, newest first."""

    id: str
    key: str
    name: str
    name_en: str
    #: reply, note
    purpose: str
    #: Code; it holds for the unit and everything below
    unit: str
    #: Class, group or reason of the taxonomy; empty: every complaint
    class_code: str
    #: Situation it is meant for; empty: none in particular
    scenario: str
    is_retired: bool
    versions: list["TemplateVersionOut"]
    #: Send it as `If-Match`: refused with 412 when somebody changed it meanwhile
    etag: str


class TermsChangeOut(TypedDict):
    """What became of a clause."""

    #: `same`, `moved`, `changed`, `added` or `removed`
    what: str
    old_path: str
    new_path: str
    #: Of a changed one: `same`, `added` or `removed`, and the words
    words: list[list[Any]]


class TermsClauseOut(TypedDict):
    """A clause."""

    path: str
    kind: Literal["cover", "exclusion", "period", "benefit", "dispute", "other"]
    #: Nobody has confirmed yet what it is about
    guessed: bool
    #: The word it was guessed by
    because: str
    title: str
    text: str


class TermsIn(TypedDict):
    """How much, and when."""

    #: Points of effort at once; null: as the rules say
    capacity: NotRequired[int | None]
    #: Beginning of the working day in Shanghai
    starts: NotRequired[str | None]
    ends: NotRequired[str | None]
    #: 1 Monday to 7; none: working days
    weekdays: NotRequired[list[int]]


class TermsList(TypedDict):
    """The versions, the newest first, without those given up."""

    items: list["TermsRow"]


class TermsOut(TypedDict):
    """A version with its clauses."""

    number: int
    state: Literal["draft", "submitted", "approved", "discarded"]
    from_on: str
    to_on: str | None
    #: SHA-256 of the clauses, once approved
    digest: str
    clauses: list["TermsClauseOut"]


class TermsRow(TypedDict):
    """A version of the list."""

    number: int
    state: Literal["draft", "submitted", "approved", "discarded"]
    from_on: str
    to_on: str | None
    #: SHA-256 of the clauses, once approved
    digest: str


class TermsVersionIn(TypedDict):
    """A new version: its clauses, or a text in which they are found and what they are about is guessed."""

    from_on: str
    text: NotRequired[str]
    clauses: NotRequired[list["ClauseIn"]]


class Text(TypedDict):
    """A text in both languages."""

    zh: str
    en: str


class TextIn(TypedDict):
    """The draft written anew."""

    #: `version` of what was read; 409 when somebody changed it since
    seen: int
    body: dict[str, Any]
    effective_from: str
    reason: str


class ThingThen(TypedDict):
    """A message, note, evidence item, finding, plan or decision that was there."""

    id: str
    #: message, note, evidence, finding, plan, decision
    kind: str
    #: When it happened
    at: str
    #: When it was written down
    recorded_at: str
    #: It had happened and was not written down yet
    late: bool
    text: str


class TieIn(TypedDict):
    """What another customer is to this one."""

    #: The other customer by the whole certificate number, or the whole number of a policy that they hold
    other: str
    kind: Literal["spouse", "parent", "child", "guardian", "agent", "heir", "contact", "other"]
    note: NotRequired[str]


class TieOut(TypedDict):
    """What another customer is to this one."""

    id: str
    #: spouse, parent, child, guardian, agent, heir, contact, other
    kind: str
    #: Of the other one, masked
    name: str
    note: str


class Timeline(TypedDict):
    """A page of the timeline, newest first."""

    items: list["TimelineItem"]
    next: str


class TimelineItem(TypedDict):
    """Something that was said, kept or done."""

    id: str
    #: message_in, message_out, note, evidence, entry
    kind: str
    at: str
    who: str
    title: str
    text: str
    channel: str
    evidence_ids: list[str]
    #: Kind of the ledger entry; empty for the others
    entry: str


class TriagedOut(TypedDict):
    """The case that holds it now."""

    number: str
    kind: str
    state: str
    version: int


class TrialIn(TypedDict):
    """The day whose complaints are played."""

    day: str


class TrialOut(TypedDict):
    """A dry run. Rows are there once it is done."""

    id: str
    day: str
    state: str
    done: int
    total: int
    fault: str
    differing: int
    items: list["TrialRowOut"]


class TrialRowOut(TypedDict):
    """One complaint: who got it, who would have got it."""

    #: Give it as `after` for the next page
    id: str
    #: Empty: the caller may not see it
    number: str
    was: str
    would: str
    differs: bool
    way: str
    rule: str


class TrialTurnOut(TypedDict):
    """One change of who answers for the complaint."""

    at: str
    by: str
    owner: str
    reason: str
    way: str
    edition: str
    rule: str
    weighed: list["WeighedOut"]
    passed: list["PassedOut"]


class TriedIn(TypedDict):
    """What came of calling."""

    #: no_answer for the third time ends it; not_needed asks for a note
    result: Literal["reached", "no_answer", "not_needed"]
    note: NotRequired[str]


class Turns(TypedDict):
    """Everything beside the main path, oldest first."""

    extensions: list["ExtensionOut"]
    suspensions: list["SuspensionOut"]
    reviews: list["ReviewOut"]
    mediations: list["MediationOut"]
    escalations: list["EscalationOut"]
    withdrawals: list["WithdrawalOut"]
    merged_into: list["MergeOut"]
    #: Complaints merged into this one
    merged_here: list["MergeOut"]
    reroutes: list["RerouteOut"]
    reopenings: list["ReopeningOut"]


class TwinOut(TypedDict):
    """A case that came in with nearly the same words."""

    case: "LikeCase"
    #: Share of the word groups that both texts have, 0.5 to 1
    near: float
    #: What both say, longest first
    passages: list[str]
    same_customer: bool


class UnitList(TypedDict):
    """The organisation, from the top."""

    items: list["UnitOut"]


class UnitOut(TypedDict):
    """A node of the organisation."""

    code: str
    name: str
    name_en: str
    #: head_office, branch, sub_branch, department
    kind: str
    #: Code of the unit above; empty for head office
    parent: str
    #: Codes from the root, e.g. `/HQ/JS/JS-CP/`
    path: str
    is_active: bool


class UnitPackOut(TypedDict):
    """A pack that the unit names itself; both days included."""

    pack: str
    since: str
    until: str | None


class UnitPacksIn(TypedDict):
    """The packs of a unit from a day on."""

    #: None: those of the unit above bind it again
    packs: list[str]
    #: A later day than today; what was planned from then on goes
    since: str


class UnitPacksOut(TypedDict):
    """What binds a unit."""

    unit: str
    #: Packs that bind the unit today
    binding: list[str]
    #: Code of the unit that names them; empty: nobody does, the home packs bind
    named_by: str
    #: What the unit names itself: past, present and planned, newest first
    own: list["UnitPackOut"]


class UnitRef(TypedDict):
    """A unit of the house."""

    #: Code of the unit, as `GET /units` lists it
    code: str
    name: str


class UntriagedList(TypedDict):
    """The most urgent first, at most 200."""

    items: list["UntriagedOut"]


class UntriagedOut(TypedDict):
    """A matter of which nobody has said yet what it is."""

    number: str
    subject: str
    received_at: str
    #: By when it has to be decided, were it a complaint
    due_at: str | None
    unit: str
    #: A case that it names although its sender is nobody who is known there
    suspect: str
    version: int


class UploadOut(TypedDict):
    """A file that waits for its complaint."""

    #: For `evidence` of `POST /complaints` and `uploads` of messages; valid for 20 hours
    id: str
    name: str
    #: Bytes
    size: int
    #: As its first bytes say
    media_type: str
    sha256: str


class Uploaded(TypedDict):
    """The files of one upload, in order."""

    items: list["UploadOut"]


class ValueList(TypedDict):
    """What a complaint has in the fields."""

    items: list["ValueOut"]


class ValueOut(TypedDict):
    """What a complaint has in a field."""

    key: str
    #: Version of the definition that it was written under
    version: int
    #: Numbers, sums and days as text; masked in texts; null when it is personal
    value: str | bool | list[str] | None
    #: Kept sealed: `POST …/fields/{key}/reveal` gives it, for a reason
    is_personal: bool
    #: Send it back in `was` so that nobody's change is written over
    stamp: str
    by: str
    at: str


class ValuesIn(TypedDict):
    """What to write. Fields that are not named stay as they are; null takes a value away."""

    values: dict[str, bool | int | float | str | list[str] | None]
    #: key → `stamp` of what was read
    was: NotRequired[dict[str, str]]


class VerifiedIn(TypedDict):
    """Does it work?"""

    works: bool
    #: What you checked, or what is missing; 4 to 500 characters
    note: str


class VersionList(TypedDict):
    """All versions of a rule of a pack, oldest first."""

    items: list["VersionOut"]


class VersionOut(TypedDict):
    """A version of a rule."""

    version: str
    effective_from: str
    effective_to: str | None
    terms: dict[str, Any]


class ViewChange(TypedDict):
    """The view as it shall be."""

    name: str
    #: The view of the house that it narrows
    base: NotRequired[Literal["open", "mine", "team", "broken", "waiting", "closed"]]
    filters: NotRequired[Any]
    #: In their order; empty: the usual ones
    columns: NotRequired[
        list[
            Literal[
                "who",
                "subject",
                "class",
                "severity",
                "owner",
                "limit",
                "state",
                "received",
                "unit",
                "channel",
                "line",
                "rule",
                "changed",
                "policy",
                "tags",
                "kind",
            ]
        ]
    ]
    order: NotRequired[Literal["", "due", "received", "oldest", "ended", "severity", "number"]]
    group: NotRequired[Literal["", "owner", "unit", "code", "severity", "state", "due_day"]]
    #: Share it with the staff of this unit and below; empty: one's own
    unit: NotRequired[str]
    #: … and only with those who hold this role
    role: NotRequired[
        Literal[
            "",
            "agent",
            "handler",
            "investigator",
            "supervisor",
            "branch_manager",
            "head_office_cp",
            "executive",
            "quality",
            "knowledge_editor",
            "privacy_officer",
            "administrator",
            "auditor",
        ]
    ]
    #: As it was read: refused when somebody changed it since
    version: int


class ViewFilters(TypedDict):
    """The filters of a view, named as in `GET /complaints`; what is left out does not narrow. None of them names
    one person's matter.
    """

    state: NotRequired[
        Literal[
            "",
            "received",
            "accepted",
            "assigned",
            "investigating",
            "liability_set",
            "plan_pending",
            "plan_approved",
            "executing",
            "decided_notified",
            "confirming",
            "closed",
            "archived",
            "not_proceeded",
            "rerouted",
            "withdrawn",
            "merged",
        ]
    ]
    waits: NotRequired[Literal["", "dispatch", "approval", "customer", "execution", "confirmation"]]
    code: NotRequired[str]
    severity: NotRequired[Literal["", "L1", "L2", "L3", "L4"]]
    due: NotRequired[Literal["", "broken", "today", "warned", "paused", "provisional"]]
    rule: NotRequired[str]
    #: The nearest limit ends on that day in Shanghai or later
    due_from: NotRequired[str | None]
    #: … or earlier; the day is included
    due_to: NotRequired[str | None]
    #: Number of a member of staff
    owner: NotRequired[str]
    #: Code of a unit; those below it too
    unit: NotRequired[str]
    channel: NotRequired[
        Literal[
            "",
            "phone",
            "portal",
            "email",
            "letter",
            "visit",
            "regulator",
            "mediator",
            "media",
            "return_visit",
            "api",
            "chat",
            "wechat",
            "sms",
        ]
    ]
    line: NotRequired[str]
    flag: NotRequired[
        Literal[
            "",
            "major",
            "collective",
            "vulnerable",
            "regulator_referred",
            "surrender_agency",
            "media",
            "litigation",
            "personal_data",
            "repeat",
        ]
    ]
    tag: NotRequired[str | None]
    field: NotRequired[str]
    value: NotRequired[str]
    received_from: NotRequired[str | None]
    received_to: NotRequired[str | None]
    product: NotRequired[str]
    not_dispatched: NotRequired[bool]


class ViewIn(TypedDict):
    """A way of looking at the queue."""

    name: str
    #: The view of the house that it narrows
    base: NotRequired[Literal["open", "mine", "team", "broken", "waiting", "closed"]]
    filters: NotRequired[Any]
    #: In their order; empty: the usual ones
    columns: NotRequired[
        list[
            Literal[
                "who",
                "subject",
                "class",
                "severity",
                "owner",
                "limit",
                "state",
                "received",
                "unit",
                "channel",
                "line",
                "rule",
                "changed",
                "policy",
                "tags",
                "kind",
            ]
        ]
    ]
    order: NotRequired[Literal["", "due", "received", "oldest", "ended", "severity", "number"]]
    group: NotRequired[Literal["", "owner", "unit", "code", "severity", "state", "due_day"]]
    #: Share it with the staff of this unit and below; empty: one's own
    unit: NotRequired[str]
    #: … and only with those who hold this role
    role: NotRequired[
        Literal[
            "",
            "agent",
            "handler",
            "investigator",
            "supervisor",
            "branch_manager",
            "head_office_cp",
            "executive",
            "quality",
            "knowledge_editor",
            "privacy_officer",
            "administrator",
            "auditor",
        ]
    ]


class ViewList(TypedDict):
    """Own and shared views, in the caller's order."""

    items: list["ViewOut"]


class ViewOut(TypedDict):
    """A saved view as the caller has it."""

    id: str
    name: str
    base: str
    filters: "ViewFilters"
    columns: list[str]
    order: str
    group: str
    #: Code of the unit it is shared with; empty: one's own
    unit: str
    role: str
    version: int
    changed_at: str
    changed_by_label: str
    is_mine: bool
    #: Stands among the tabs of the queue, not only in the list of views
    is_tab: bool
    #: The queue opens with it
    is_first: bool


class ViewsOrder(TypedDict):
    """How the caller has their views: everything at once."""

    #: All of them in their order; those left out come last
    order: list[str]
    #: Those that are no tabs
    hidden: NotRequired[list[str]]
    #: The one that the queue opens with; null: all open complaints
    first: NotRequired[str | None]


class VisitDue(TypedDict):
    """A return visit that a new policy is owed."""

    id: str
    policy: str
    #: Masked
    customer: str
    unit: str
    #: Last day of the hesitation period
    due_on: str
    tried: int


class VisitIn(TypedDict):
    """What came of it. `reached` false: nobody answered, it stays due."""

    reached: NotRequired[bool]
    #: All seven points
    answers: NotRequired[dict[str, Literal["yes", "no"]]]
    #: Becomes a request of its own, with 15 working days; needed when a point was not in order
    problem: NotRequired[str]
    note: NotRequired[str]


class VisitOut(TypedDict):
    """A visit as it stands."""

    id: str
    outcome: str
    tried: int
    #: Number of the request that a problem became
    case: str


class VisitPage(TypedDict):
    """The nearest end of the hesitation period first."""

    items: list["VisitDue"]
    #: `cursor` of the next page; empty on the last
    next: str


class WaiveIn(TypedDict):
    """Why the line does not apply."""

    #: 4 to 500 characters
    reason: str


class WatcherList(TypedDict):
    """Who follows a complaint."""

    items: list[str]
    #: The caller does
    is_mine: bool


class WayIn(TypedDict):
    """How the complainant is told (令2020-3 art 21). Left out: by mail where there is an address, else it is shown
    on the portal, which tells nobody, and the owner gets the task to tell by another way.
    """

    method: NotRequired[Literal["", "email", "handed_over", "posted", "sms", "phone"]]
    #: The moment that counts: handing over, posting, sending, dialling
    told_at: NotRequired[str | None]
    #: Postal number, reference of the gateway, number of the call record
    reference: NotRequired[str]
    #: Signed receipt or other proof; an evidence item
    proof_evidence_id: NotRequired[str | None]
    #: Where to, when not as in the case
    address: NotRequired[str]
    #: What was said or written (phone, sms)
    text: NotRequired[str]


class WebhookIn(TypedDict):
    """Where to send what."""

    name: str
    #: https, a public address (others only where the house allows them)
    url: str
    #: As `kind` of the change feed; none: all
    kinds: NotRequired[list[str]]
    #: Send everything that ever happened first, not only what comes
    from_beginning: NotRequired[bool]


class WebhookList(TypedDict):
    """The caller's webhooks, oldest first."""

    items: list["WebhookOut"]


class WebhookMessageOut(TypedDict):
    """A message of the log."""

    #: The header `webhook-id` is this with `msg_` before it
    id: str
    kind: str
    #: The `id` of the change
    event_id: str
    #: queued, sent, failed
    state: str
    attempts: int
    queued_at: str
    next_try_at: str | None
    sent_at: str | None
    #: HTTP status of the last attempt; null when there was no answer
    status: int | None
    #: First words of the last answer
    answer: str
    #: What is sent, byte for byte
    body: str


class WebhookMessagePage(TypedDict):
    """A page of the log, newest first."""

    items: list["WebhookMessageOut"]
    next: str


class WebhookOut(TypedDict):
    """A webhook. Its secret is shown only when it is made or rotated."""

    id: str
    name: str
    url: str
    kinds: list[str]
    is_on: bool
    off_at: str | None
    #: Why it was switched off, e.g. the last answer of the other side
    off_reason: str
    made_at: str
    #: When the other side last took a message
    last_sent_at: str | None
    #: Until then the secret before the last rotation signs too
    old_secret_until: str | None
    #: Send it as `If-Match`: refused with 412 when it was changed meanwhile
    etag: str


class WebhookSecret(TypedDict):
    """A webhook with its secret."""

    id: str
    name: str
    url: str
    kinds: list[str]
    is_on: bool
    off_at: str | None
    #: Why it was switched off, e.g. the last answer of the other side
    off_reason: str
    made_at: str
    #: When the other side last took a message
    last_sent_at: str | None
    #: Until then the secret before the last rotation signs too
    old_secret_until: str | None
    #: Send it as `If-Match`: refused with 412 when it was changed meanwhile
    etag: str
    #: `whsec_…`: shown this once; the receiver's library of Standard Webhooks takes it
    secret: str


class WeighedOut(TypedDict):
    """Somebody who could have had it."""

    user: str
    load: int
    capacity: int | None


class Which(TypedDict):
    """Which of what waits."""

    mine: Literal["all", "takeable"]


class WhichRule(TypedDict):
    """A rule of a pack."""

    #: e.g. `cn-handbook-2025`
    pack: str
    #: e.g. `complaint.first_response`
    code: str


class WhichTwo(TypedDict):
    """Two versions by their names."""

    left: str
    right: str


class WhyIn(TypedDict):
    """A decision with its reason."""

    #: `version` of what was read; 409 when somebody changed it since
    seen: int
    reason: str


class WithdrawIn(TypedDict):
    """What the customer no longer agrees to."""

    purpose: Literal["marketing", "care", "survey", "profiling", "sharing"]
    source: Literal["phone", "portal", "paper", "outlet", "email", "system"]


class WithdrawalIn(TypedDict):
    """A signed withdrawal."""

    #: The complainant's own answer to: did anybody press, promise or threaten? Not denied: refused
    pressure_denied: bool
    #: The signed paper; an evidence item
    signed_evidence_id: str
    #: When it came in: the complaint ends on that day
    received_at: NotRequired[str | None]
    reason: NotRequired[str]
    pressure_words: NotRequired[str]
    #: How the complainant is told; left out: by mail where there is an address
    way: NotRequired["WayIn | None"]


class WithdrawalOut(TypedDict):
    """A withdrawal (art 15)."""

    id: str
    at: str
    by_label: str
    #: done, held, dropped
    state: str
    received_at: str
    reason: str
    pressure_denied: bool
    pressure_words: str


class WithheldFull(TypedDict):
    """A withheld mail in masked words, without its files."""

    id: str
    mailbox: str
    state: str
    #: A code: flood, list, bulk, machine, own_address, too_big, broken, copy, …
    reason: str
    received_at: str
    #: Bytes
    size: int
    sha256: str
    #: Masked
    sender: str
    subject: str
    text: str
    #: Their names
    files: list[str]


class WithheldOut(TypedDict):
    """A mail that nobody's case holds."""

    id: str
    mailbox: str
    state: str
    #: A code: flood, list, bulk, machine, own_address, too_big, broken, copy, …
    reason: str
    received_at: str
    #: Bytes
    size: int
    sha256: str
    #: Masked
    sender: str
    subject: str


class WithheldPage(TypedDict):
    """A page, newest first."""

    items: list["WithheldOut"]
    next: str


class WithheldQuery(TypedDict):
    """Which of the mails that wait for a person."""

    #: Rows at once, up to 200
    limit: int
    #: `next` of the page before
    cursor: str
    state: Literal["quarantined", "rejected"]


class WordsIn(TypedDict):
    """A wording in both languages."""

    text_zh: str
    text_en: str
    #: Today or a later day
    from_on: str
    #: Number of the newest version that was read
    seen: NotRequired[int | None]


class WritingOut(TypedDict):
    """Replies of one person."""

    employee_no: str
    name: str
    unit: str
    sent: int
    #: Of them templates word for word
    unchanged: int
    #: Whole percent
    share: int
    is_overuse: bool
