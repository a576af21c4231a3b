"""Questions to the directory: who holds this token, what posts has this account, what is near here."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from toldonce.directory.actions import digest
from toldonce.directory.actors import SYSTEM, Actor
from toldonce.directory.distance import Travel, kilometres
from toldonce.directory.models import Account, Organisation, Place, Post, Role, Source, Ward

# Asked at every request of a computer, so written out: Django takes 2 ms to write it, PostgreSQL 0.2 to answer.
_HOLDER = """
select account.username, account.name, post.role, post.organisation_id, token.scopes
from directory_token token
join directory_account account on account.id = token.account_id and account.is_active
left join lateral (
    select role, organisation_id from directory_post
    where account_id = account.id and since <= %(today)s and (until is null or until > %(today)s)
    order by since, id limit 1
) post on true
where token.digest = %(digest)s and token.revoked is null and (token.expires is null or token.expires > %(now)s)
"""


def actor_for_token(secret: str, *, whence: str = "") -> Actor | None:
    """Who acts with this bearer token; None where it is unknown, revoked, expired or its account closed."""
    asked = {"digest": digest(secret), "now": timezone.now(), "today": timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDER, asked)
        found = cursor.fetchone()
    if found is None:
        return None
    username, name, role, organisation, scopes = found
    return Actor(
        username, name, role or Role.SERVICE.value, organisation or "", tuple(scopes.split()), whence
    )


def actor_in_post(post: Post, *, whence: str = "") -> Actor:
    """Who acts when the holder of a post has signed in."""
    account = post.account
    return Actor(account.username, account.name, post.role, post.organisation_id, (), whence)


def posts_of(account: Account, on: date | None = None) -> QuerySet[Post]:
    """The posts an account holds today, or held on another day; a closed account holds none."""
    held = Post.objects.filter(_held_on(on or timezone.localdate()), account=account, account__is_active=True)
    return held.select_related("account", "organisation", "ward").order_by("since", "id")


def posts_held_by(usernames: Collection[str], on: date) -> list[Post]:
    """The posts that these accounts hold on a day, the first of each account first; closed accounts hold none."""
    if not usernames:
        return []
    held = Post.objects.filter(_held_on(on), account__username__in=usernames, account__is_active=True)
    return list(held.select_related("account").order_by("since", "id"))


def titles_held(by: Actor) -> set[str]:
    """The titles of the posts that somebody holds today in the role and at the organisation that they act for."""
    held = Post.objects.filter(
        _held_on(timezone.localdate()), account__username=by.account, account__is_active=True
    )
    held = held.filter(role=by.role, organisation=by.organisation).exclude(title="")
    return set(held.values_list("title", flat=True))


def titled_posts(roles: Collection[str]) -> list[Post]:
    """The posts with a title that somebody holds today in these roles, by organisation and title, each title once."""
    held = Post.objects.filter(_held_on(timezone.localdate()), account__is_active=True, role__in=roles)
    held = held.exclude(title="").select_related("organisation").order_by("organisation__name", "title", "id")
    return list({(each.organisation_id, each.title): each for each in held}.values())


def roles_held(organisations: Collection[str], roles: Collection[str]) -> set[tuple[str, str]]:
    """Which of these roles are held at these organisations, as pairs of organisation and role."""
    if not organisations:
        return set()
    held = Post.objects.filter(organisation__in=organisations, until=None, role__in=roles)
    return set(held.values_list("organisation", "role").distinct())


def post_of(username: str, post_id: int) -> Post | None:
    """A post that this account holds today, so that a session that outlived its post ends."""
    held = Post.objects.filter(_held_on(timezone.localdate()), id=post_id)
    held = held.filter(account__username=username, account__is_active=True)
    return held.select_related("account", "organisation", "ward").first()


def _held_on(day: date) -> Q:
    return Q(since__lte=day) & (Q(until=None) | Q(until__gt=day))


def account_named(username: str) -> Account | None:
    """The open account of this name."""
    return Account.objects.filter(username=username, is_active=True).first()


def names_of(usernames: Iterable[str]) -> dict[str, str]:
    """The names of accounts by their username, closed ones too; one that nobody has is its own name."""
    wanted = set(usernames)
    known = Account.objects.filter(username__in=wanted).values_list("username", "name") if wanted else ()
    return {each: each for each in wanted} | {SYSTEM.account: SYSTEM.name} | dict(known)


def addresses_of_administrators() -> list[str]:
    """The e-mail addresses of the open accounts that hold a post as administrator today."""
    held = Post.objects.filter(
        _held_on(timezone.localdate()), role=Role.ADMINISTRATOR, account__is_active=True
    )
    return sorted(set(held.exclude(account__email="").values_list("account__email", flat=True)))


def personas() -> QuerySet[Account]:
    """The invented people of the demonstration."""
    return (
        Account.objects.filter(invented=True, is_active=True)
        .prefetch_related("posts__organisation")
        .order_by("id")
    )


def organisation(code: str) -> Organisation | None:
    """The organisation of an ODS code, closed ones too."""
    return Organisation.objects.filter(code=code).first()


def organisations(kind: str = "", *, parent: str = "", on: date | None = None) -> QuerySet[Organisation]:
    """The organisations of a kind, or below a parent, that are open today or on another day."""
    day = on or timezone.localdate()
    found = Organisation.objects.filter(Q(closed=None) | Q(closed__gt=day)).order_by("name", "code")
    found = found.filter(kind=kind) if kind else found
    return found.filter(parent=parent) if parent else found


def organisations_called(text: str, *, limit: int = 20) -> list[Organisation]:
    """Open organisations by code, or by words that begin words of the name, in any order."""
    words = text.split()
    if not words:
        return []
    found = organisations()
    named = found
    for word in words:
        named = named.filter(Q(name__istartswith=word) | Q(name__icontains=f" {word}"))
    return list((named | found.filter(code__iexact=text.strip())).order_by("name", "code")[:limit])


@dataclass(frozen=True, slots=True)
class Near:
    """An organisation, how far it is as the crow flies and, by the declared detour, on the road."""

    organisation: Organisation
    straight_km: float
    road_km: float
    minutes_on_foot: float
    minutes_by_car: float


def nearest(kind: str, lat: float, lon: float, *, limit: int = 5) -> list[Near]:
    """The nearest open organisations of a kind; the road is the straight line times the declared detour."""
    travel = {place.code: Travel.of(place.travel) for place in Place.objects.all()}
    found = organisations(kind).exclude(Q(lat=None) | Q(lon=None))
    apart = sorted(
        ((kilometres(lat, lon, o.lat or 0.0, o.lon or 0.0), o) for o in found),
        key=lambda pair: (pair[0], pair[1].code),
    )
    return [_near(straight, o, travel[o.place_id]) for straight, o in apart[:limit]]


def _near(straight: float, found: Organisation, travel: Travel) -> Near:
    road = straight * travel.detour
    return Near(found, straight, road, travel.minutes_on_foot(road), travel.minutes_by_car(road))


def wards_of(organisation_code: str) -> QuerySet[Ward]:
    """The wards of an organisation's sites."""
    wards = Ward.objects.filter(site__organisation=organisation_code).select_related("site")
    return wards.order_by("site__name", "name")


def attributions() -> Sequence[str]:
    """The sentences of attribution that the product shows, one a place."""
    return list(Place.objects.exclude(attribution="").order_by("code").values_list("attribution", flat=True))


def sources_of(place: str) -> QuerySet[Source]:
    """Where the data of a place came from."""
    return Source.objects.filter(place=place).annotate(place_name=F("place__name")).order_by("title")
