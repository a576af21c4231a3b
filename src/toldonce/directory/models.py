"""The rows of the directory: where care happens, who gives it, and who may come in.

Everything about one place (codes, names, coordinates) arrives from its folder under `places/`.
"""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """What somebody is when they act; access is decided by it."""

    GP = "gp", "GP"
    HOSPITAL_DOCTOR = "hospital_doctor", "Hospital doctor"
    NURSE = "nurse", "Nurse"
    PHARMACIST = "pharmacist", "Pharmacist"
    PARAMEDIC = "paramedic", "Paramedic"
    SOCIAL_WORKER = "social_worker", "Social worker"
    CARE_HOME = "care_home", "Care home staff"
    ADMINISTRATOR = "administrator", "Administrator"
    PRIVACY_OFFICER = "privacy_officer", "Privacy officer"
    RECORDS_OFFICER = "records_officer", "Records officer"
    PLANNER = "planner", "Planner"
    BOARD_MEMBER = "board_member", "Board member"
    SERVICE = "service", "Service account"


class OrganisationKind(models.TextChoices):
    """What an organisation is for."""

    BOARD = "board", "Integrated care board"
    NETWORK = "network", "Primary care network"
    PRACTICE = "practice", "GP practice"
    ACUTE_TRUST = "acute_trust", "Acute hospital trust"
    COMMUNITY_TRUST = "community_trust", "Community and mental health trust"
    AMBULANCE_TRUST = "ambulance_trust", "Ambulance trust"
    COUNCIL = "council", "Council"
    PHARMACY = "pharmacy", "Community pharmacy"
    CARE_HOME = "care_home", "Care home"
    INDEPENDENT = "independent", "Independent provider"


class SiteKind(models.TextChoices):
    """What stands on a site."""

    ACUTE_HOSPITAL = "acute_hospital", "Acute hospital"
    COMMUNITY_HOSPITAL = "community_hospital", "Community hospital"
    MENTAL_HEALTH = "mental_health", "Mental health unit"
    INDEPENDENT_HOSPITAL = "independent_hospital", "Independent hospital"
    CLINIC = "clinic", "Clinic"
    SURGERY = "surgery", "Branch surgery"


class AreaKind(models.TextChoices):
    """The levels of the map, from the council down to the small area of about 1,700 people."""

    COUNCIL = "council", "Council"
    WARD = "ward", "Electoral ward"
    MIDDLE = "middle", "Middle layer area"
    SMALL = "small", "Small area"


class Place(models.Model):
    """A place that was loaded: one folder under `places/`."""

    code = models.SlugField(primary_key=True)
    name = models.CharField(max_length=200)
    attribution = models.TextField(blank=True)
    travel = models.JSONField(default=dict, blank=True)
    demonstration = models.JSONField(default=dict, blank=True)
    loaded = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """Where a file of a place came from, under which licence, and what was done to it."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="sources")
    key = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    dated = models.CharField(max_length=100)
    licence = models.CharField(max_length=200)
    done = models.TextField(blank=True)
    files = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "key"], name="source_once_a_place")]

    def __str__(self) -> str:
        return self.title


class Area(models.Model):
    """A piece of the map with its people and its deprivation; the outline stays in the place's files."""

    code = models.CharField(primary_key=True, max_length=16)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="areas")
    kind = models.CharField(max_length=16, choices=AreaKind)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    ward = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="small_areas")
    population = models.PositiveIntegerField(null=True)
    population_estimate = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)
    imd_score = models.FloatField(null=True)
    imd_rank = models.PositiveIntegerField(null=True)
    imd_decile = models.PositiveSmallIntegerField(null=True)
    rural_urban = models.CharField(max_length=120, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    source = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """Whoever gives, plans or pays for care, by its ODS code."""

    code = models.CharField(primary_key=True, max_length=16)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="organisations")
    kind = models.CharField(max_length=24, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="organisations")
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=32, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    list_size = models.PositiveIntegerField(null=True)
    list_size_on = models.CharField(max_length=40, blank=True)
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)
    invented = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["kind", "name"])]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One organisation's time in another, as a practice in its network."""

    member = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "group", "since"], name="membership_once_a_start")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.group_id} since {self.since}"


class Site(models.Model):
    """An address at which an organisation works: a hospital, a clinic, a branch surgery."""

    code = models.CharField(primary_key=True, max_length=16)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    kind = models.CharField(max_length=24, choices=SiteKind)
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    telephone = models.CharField(max_length=32, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Ward(models.Model):
    """A hospital ward with its beds; `invented` where no published source names it."""

    code = models.CharField(primary_key=True, max_length=32)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="wards")
    name = models.CharField(max_length=120)
    specialty = models.CharField(max_length=120)
    beds = models.PositiveSmallIntegerField()
    invented = models.BooleanField(default=False)
    source = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """Something a person can be sent to, at a site of an organisation: an emergency department, a team."""

    code = models.CharField(primary_key=True, max_length=32)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, related_name="services")
    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    invented = models.BooleanField(default=False)
    source = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class Account(AbstractBaseUser):
    """Somebody, or some computer, that may sign in; what it may do comes from its posts and tokens."""

    username = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    about = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    is_service = models.BooleanField(default=False)
    invented = models.BooleanField(default=False)
    opened = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A role that an account holds at an organisation, and on a ward where there is one."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=24, choices=Role)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    ward = models.ForeignKey(Ward, on_delete=models.PROTECT, null=True, related_name="posts")
    title = models.CharField(max_length=120, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation"],
                condition=models.Q(until__isnull=True),
                name="post_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role} {self.organisation_id}"


class Token(models.Model):
    """A bearer token of an account: only the SHA-256 digest of its secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.TextField()
    created = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=80)
    expires = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
