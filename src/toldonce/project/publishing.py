"""The first release of the demonstration: real figures, proposed by one invented planner and released by another."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from toldonce.directory.models import Post, Role
from toldonce.directory.queries import actor_in_post
from toldonce.figures.models import Figure, Indicator
from toldonce.figures.publication import actions, declaring
from toldonce.figures.publication.actions import Chosen
from toldonce.figures.publication.models import Handling, Release

TITLE = "What others have published about this place"
REASON = "The first release, so that everybody sees what the partnership sees."
WHY = "Already public: {source}"


def publish_first() -> Release | None:
    """Let two personas release what is public already; None where something was released, or there are no two."""
    planners = Post.objects.filter(role=Role.PLANNER, account__invented=True).select_related(
        "account", "organisation"
    )
    chosen = [] if Release.objects.exists() else _public_already()
    two = list({post.account_id: post for post in planners.order_by("-pk")}.values())[:2]
    if len(two) < 2 or not chosen:
        return None
    one, another = (actor_in_post(post, whence="") for post in two)
    proposal = actions.propose(by=one, title=TITLE, reason=REASON, indicators=chosen)
    actions.check(by=another, proposal=proposal.pk, digest=proposal.digest)
    return actions.release(by=another, proposal=proposal.pk, digest=proposal.digest)


def _public_already() -> list[Chosen]:
    """The indicators of which every figure came by a file that its publisher has put before the public."""
    told = list(Indicator.objects.filter(Exists(Figure.objects.filter(indicator=OuterRef("pk")))))
    not_public = declaring.by_no_public_file(told)
    return [
        Chosen(each.code, Handling.PUBLIC, WHY.format(source=each.source))
        for each in told
        if each.code not in not_public
    ]
