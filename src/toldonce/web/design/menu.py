"""Which pages a role finds in the bar at the top, and how a post is said."""

from django.urls import reverse

from toldonce.directory.actors import Actor
from toldonce.directory.models import Role

ADMINISTRATOR, PRIVACY_OFFICER = Role.ADMINISTRATOR.value, Role.PRIVACY_OFFICER.value
RECORDS_OFFICER = Role.RECORDS_OFFICER.value
PLANNER, BOARD_MEMBER = Role.PLANNER.value, Role.BOARD_MEMBER.value
CARING = tuple(
    role.value
    for role in (
        Role.GP, Role.HOSPITAL_DOCTOR, Role.NURSE, Role.PHARMACIST, Role.PARAMEDIC, Role.SOCIAL_WORKER, Role.CARE_HOME
    )
)  # fmt: skip
LIST = ("My list", "list")
ALERTS = ("Alerts", "alerts")
WORKLIST = ("Worklist", "worklist")
DOCUMENTS = ("Documents", "documents")
REQUESTS = ("Referrals and tasks", "requests")
LEDGER = ("Ledger", "ledger")
BREAKS = ("Break-glass", "breaks")
ORGANISATIONS = ("Organisations", "organisations")
FEEDS = ("Feeds", "feeds")
FILES = ("Files", "files")
CLIENTS = ("Clients", "clients")
DOUBTS = ("Doubts", "doubts")
WHO_IS_WHO = ("Who is who", "questions")
LISTENERS = ("Listeners", "listeners")
MAILBOX = ("Mailbox", "mailbox")
PERFORMANCE = ("Performance", "board")
INDICATORS = ("Indicators", "indicators")
CHANGES = ("What changed", "changes")
REPORTS = ("Reports", "reports")
RECEIVED = ("Received files", "received")
AUDIT = ("Audit a table", "audit-table")
LOCATOR = ("Record locator", "pointers")
PUBLICATION = ("Publication", "publication")
PLANS = ("Plans", "books")
PAGES = {
    **dict.fromkeys(CARING, (WORKLIST, LIST, ALERTS, DOCUMENTS, REQUESTS)),
    ADMINISTRATOR: (
        ("Accounts", "accounts"),
        ORGANISATIONS,
        FEEDS,
        FILES,
        MAILBOX,
        LOCATOR,
        LISTENERS,
        CLIENTS,
        DOUBTS,
    ),
    PRIVACY_OFFICER: (LEDGER, BREAKS, WHO_IS_WHO, FEEDS),
    RECORDS_OFFICER: (WHO_IS_WHO,),
    PLANNER: (PERFORMANCE, PLANS, CHANGES, REPORTS, INDICATORS, PUBLICATION, RECEIVED, AUDIT),
    BOARD_MEMBER: (PERFORMANCE, PLANS, CHANGES, REPORTS, INDICATORS, RECEIVED, AUDIT),
}
HELP = ("Help", "help")


def own_pages(actor: Actor) -> list[tuple[str, str]]:
    """Label and address of each page in the bar."""
    return [(label, reverse(name)) for label, name in (*PAGES.get(actor.role, ()), HELP)]


def cares(actor: Actor | None) -> bool:
    """Whether this actor's role is one that cares for people and so may look for them."""
    return actor is not None and actor.role in CARING


def role_words(role: str) -> str:
    """`Hospital doctor` for `hospital_doctor`."""
    return Role(role).label if role in Role.values else role


FILTERS = {"own_pages": own_pages, "cares": cares, "role_words": role_words}
