"""A place is a folder: whole or refused, loaded once or twice with the same outcome."""

import ast
import csv
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from itertools import chain
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.conftest import DORSET, ROOT, TINYSHIRE
from toldonce.directory import places
from toldonce.directory.errors import PlaceRefused
from toldonce.directory.models import (
    Account,
    Area,
    Membership,
    Organisation,
    Place,
    Post,
    Service,
    Site,
    Source,
    Ward,
)
from toldonce.directory.outlines import Outlines

BOTH = pytest.mark.parametrize("folder", [DORSET, TINYSHIRE], ids=["dorset", "tinyshire"])
TABLES = (Area, Organisation, Membership, Site, Service, Ward, Source)


def everything() -> dict[str, list[dict]]:
    """Every row of the directory, without the numbers that PostgreSQL gives."""
    return {
        model.__name__: sorted(
            ({k: v for k, v in row.items() if k != "id"} for row in model._default_manager.values()), key=str
        )
        for model in TABLES
    }


@BOTH
def test_a_place_of_ours_holds_together(folder):
    assert places.check(folder) == []


@BOTH
@pytest.mark.django_db
def test_loading_a_place_twice_changes_nothing(folder):
    first = places.load(folder), everything()
    second = places.load(folder), everything()
    assert first == second
    assert first[0] == {
        "sources": Source.objects.count(),
        "areas": Area.objects.count(),
        "organisations": Organisation.objects.count(),
        "memberships": Membership.objects.count(),
        "sites": Site.objects.count(),
        "services": Service.objects.count(),
        "wards": Ward.objects.count(),
    }


@pytest.mark.django_db
def test_two_places_live_side_by_side():
    places.load(DORSET)
    places.load(TINYSHIRE)
    assert set(Place.objects.values_list("code", flat=True)) == {"dorset", "tinyshire"}
    assert Organisation.objects.filter(place="tinyshire").count() == 11


@BOTH
@pytest.mark.django_db
def test_a_practice_lies_in_the_small_area_that_its_row_names(folder):
    places.load(folder)
    outlines = Outlines.of(folder)
    for practice in Organisation.objects.filter(kind="practice"):
        found = outlines.area_of(practice.lat, practice.lon, within_km=0.3)
        assert (practice.code, found) == (practice.code, practice.area_id)


@BOTH
@pytest.mark.django_db
def test_larger_areas_have_the_people_of_their_parts(folder):
    places.load(folder)
    small = Area.objects.filter(kind="small")
    for area in Area.objects.exclude(kind="small"):
        parts = {"council": {"parent__parent": area}, "middle": {"parent": area}, "ward": {"ward": area}}
        people = small.filter(**parts[area.kind]).values_list(
            "population", "population_estimate", "households"
        )
        assert (area.population, area.population_estimate, area.households) == tuple(
            map(sum, zip(*people, strict=True))
        )


@BOTH
@pytest.mark.django_db
def test_the_personas_have_accounts_and_posts_and_no_password(folder):
    places.load(folder)
    first = places.load_personas(folder)
    again = places.load_personas(folder)
    assert [a.pk for a in first] == [a.pk for a in again]
    assert Account.objects.count() == len(first)
    assert all(a.invented and a.about and not a.has_usable_password() for a in again)
    assert set(Post.objects.values_list("account", flat=True)) == {a.pk for a in first}


@pytest.mark.django_db
def test_the_real_dorset_is_there():
    places.load(DORSET)
    kinds = Counter(Organisation.objects.filter(closed=None).values_list("kind", flat=True))
    assert kinds == {
        "board": 1,
        "network": 18,
        "practice": 68,
        "acute_trust": 2,
        "community_trust": 1,
        "ambulance_trust": 1,
        "council": 2,
        "pharmacy": 147,
        "care_home": 3,
        "independent": 2,
    }
    assert Counter(Area.objects.values_list("kind", flat=True)) == {
        "council": 2,
        "ward": 85,
        "middle": 96,
        "small": 463,
    }
    assert Service.objects.filter(kind="emergency_department").count() == 3
    assert sum(Area.objects.filter(kind="council").values_list("population_estimate", flat=True)) == 776_780
    assert sum(Area.objects.filter(kind="council").values_list("population", flat=True)) == 779_830
    practices = Organisation.objects.filter(kind="practice")
    assert sum(practices.values_list("list_size", flat=True)) == 789_984
    assert not practices.filter(lat=None).exists() and not practices.filter(area=None).exists()
    assert set(practices.values_list("parent__kind", flat=True)) == {"network"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "postcode", "lat", "lon"),
    [("J81070", "BH3 7AT", 50.738819, -1.879932), ("J81609", "DT1 2FD", 50.713504, -2.457673)],
)
def test_where_two_positions_differ_the_postcode_decides_and_a_note_says_so(code, postcode, lat, lon):
    places.load(DORSET)
    practice = Organisation.objects.get(code=code)
    assert (practice.postcode, practice.lat, practice.lon) == (postcode, lat, lon)
    assert "postcode" in practice.note


@pytest.mark.django_db
def test_what_is_invented_says_so():
    places.load(DORSET)
    marked = chain(
        Ward.objects.values_list("source", "invented"),
        Service.objects.values_list("source", "invented"),
        Organisation.objects.values_list("source", "invented"),
    )
    assert {(source == "invented", invented) for source, invented in marked} == {(True, True), (False, False)}


@pytest.mark.django_db
@pytest.mark.parametrize(("trust", "general_and_acute", "maternity"), [("RBD", 329, 32), ("R0D", 1102, 60)])
def test_the_invented_beds_of_a_trust_are_as_many_as_it_published(trust, general_and_acute, maternity):
    places.load(DORSET)
    wards = Ward.objects.filter(site__organisation=trust)
    births = wards.filter(specialty="Maternity")
    beds = [sum(found.values_list("beds", flat=True)) for found in (wards.exclude(pk__in=births), births)]
    assert beds == [general_and_acute, maternity]


SPOILT = [
    # file, what stands there, what it becomes, where it is found, the reason given
    ("organisations/care.csv", "TP1,practice", "TP2,practice", "organisations/care.csv:6", "TP2 is already in"),
    ("organisations/care.csv", "Surgery,TN1,TAM1", "Surgery,TN7,TAM1", "organisations/care.csv:5", "parent: TN7"),
    ("organisations/care.csv", "TN1,TAM1", "TN1,TAM9", "organisations/care.csv:5", "area: TAM9 is not in areas"),
    ("organisations/care.csv", "YO99 1AA", "YO991AA", "organisations/care.csv:5", "postcode: YO991AA is malformed"),
    ("organisations/care.csv", "54.10,-1.17", "54.10,1.17", "organisations/care.csv:5", "lies outside the place"),
    ("organisations/care.csv", "54.10,-1.17", "54.10,", "organisations/care.csv:5", "lat and lon: one is missing"),
    ("organisations/care.csv", "54.10,-1.17", "north,-1.17", "organisations/care.csv:5", "'north' is not a number"),
    ("organisations/care.csv", "54.10,-1.17", "nan,-1.17", "organisations/care.csv:5", "'nan' is not a number"),
    ("organisations/care.csv", ",190,", ",-190,", "organisations/care.csv:5", "list_size"),
    ("organisations/care.csv", ",190,", ",1e99,", "organisations/care.csv:5", "is not a whole number"),
    ("organisations/care.csv", "practice,Upper", "practise,Upper", "organisations/care.csv:6", "kind: Value"),
    ("organisations/care.csv", "Nether Surgery", "N" * 201, "organisations/care.csv:5", "at most 200 characters"),
    ("organisations/care.csv", "Nether Surgery", "", "organisations/care.csv:5", "name is missing"),
    ("organisations/care.csv", "2018-07-01,2019-06-30", "2018-07-01,2017-06-30", "organisations/care.csv:4", "closed"),
    ("organisations/care.csv", "TN1,network,Tiny Network,TBD", "TN1,network,Tiny Network,TN1",
     "organisations/care.csv:3", "TN1 is above itself"),
    ("organisations/care.csv", "invented,note", "invented,notes", "organisations/care.csv:1", "unknown column: notes"),
    ("organisations/council.csv", ",true,invented\nTH1", ",true,\nTH1", "organisations/council.csv:2",
     "source is missing"),
    ("organisations/council.csv", ",true,invented\nTH1", ",true,rumour\nTH1", "organisations/council.csv:2",
     "source: rumour is not in sources.yaml"),
    ("organisations/council.csv", ",true,", ",yes,", "organisations/council.csv:2", "'yes' is not true or false"),
    ("memberships.csv", "TP2,TN1", "TP9,TN1", "memberships.csv:4", "member: TP9 is not in organisations"),
    ("memberships.csv", "TP2,TN1", "TP2,TN0", "organisations/care.csv:6", "TN1 is not its current membership"),
    ("memberships.csv", "2019-06-30", "30/06/2019", "memberships.csv:2", "is not a date like 2019-10-01"),
    ("areas.csv", "TAM1,small,Nether Tiny,TAM,", "TAM1,small,Nether Tiny,TAX,", "areas.csv:5", "parent: TAX"),
    ("areas.csv", "TAM2,small", "TAM3,small", "areas.csv:6", "TAM3 has no outline"),
    ("areas.geojson", '"code":"TAM2"', '"code":"TAM4"', "areas.geojson", "TAM4 is not a small area"),
    ("areas.geojson", '"type":"FeatureCollection"', '"type":', "areas.geojson", "is not GeoJSON"),
    ("wards.csv", "A,TH101", "A,TH109", "wards.csv:2", "site: TH109 is not in sites"),
    ("services.csv", "TH1,TH101", "TH2,TH101", "services.csv:2", "organisation: TH2"),
    ("sources.yaml", "licence: MIT", "licence:", "sources.yaml", "invented does not say its licence"),
    ("sources.yaml", "wards.csv, ", "", "wards.csv", "has no entry in sources.yaml"),
    ("sources.yaml", "wards.csv, ", "wards.csv, beds.csv, ", "sources.yaml", "names beds.csv, which is not there"),
    ("sources.yaml", "- key: invented", "key: [", "sources.yaml", "is not readable YAML"),
    ("place.yaml", "practices: [TP1, TP2]", "practices: [TP1, TP9]", "place.yaml", "practices TP9"),
    ("place.yaml", "site: TH101", "site: TH102", "place.yaml", "site TH102 is not in sites"),
    ("place.yaml", "south: 54.0", "south: 55.0", "place.yaml", "bounds"),
    ("place.yaml", "code: tinyshire", "code: Tiny Shire", "place.yaml", "code is not a short lower-case word"),
    ("personas.yaml", "role: nurse", "role: wizard", "personas.yaml", "ned.tiny: role: wizard is unknown"),
    ("personas.yaml", "ward: TH101-A", "ward: TH101-Z", "personas.yaml", "ward: TH101-Z is not in wards"),
    ("personas.yaml", "organisation: TH1, ward", "organisation: TP1, ward", "personas.yaml", "not a ward of TP1"),
    ("personas.yaml", "people:", "people: 5\nothers:", "personas.yaml", "people should be a list"),
    ("place.yaml", "detour: 1.5", "detour: -1", "place.yaml", "travel: detour -1"),
    ("place.yaml", "name: Tinyshire", "name: [Tiny, Shire]", "place.yaml", "name should be a text"),
    ("sources.yaml", "key: invented", "key: in vented", "sources.yaml", "key: Enter a valid"),
    ("personas.yaml", "username: ned", "username: ida", "personas.yaml", "a username of its own"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "was", "becomes", "where", "reason"), SPOILT, ids=lambda value: str(value)[:30]
)
def test_what_is_wrong_is_found_with_its_place_and_reason(
    copy_of_tinyshire, file, was, becomes, where, reason
):
    path = copy_of_tinyshire / file
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, becomes, 1), "utf-8")
    found = [str(problem) for problem in places.check(copy_of_tinyshire)]
    assert [line for line in found if line.startswith(where) and reason in line], found


@pytest.mark.django_db
def test_a_place_with_a_fault_is_refused_whole(copy_of_tinyshire):
    path = copy_of_tinyshire / "wards.csv"
    path.write_text(path.read_text("utf-8").replace(",12,", ",many,"), "utf-8")
    with pytest.raises(
        PlaceRefused, match=r"tinyshire cannot be loaded: wards.csv:2: beds: 'many' is not a whole"
    ):
        places.load(copy_of_tinyshire)
    assert not Place.objects.exists() and not Area.objects.exists()


@pytest.mark.django_db
def test_a_changed_row_is_brought_up_to_date_and_a_vanished_one_stays(copy_of_tinyshire):
    places.load(copy_of_tinyshire)
    path = copy_of_tinyshire / "organisations/care.csv"
    kept = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("TX2")]
    path.write_text("\n".join(kept).replace("Nether Surgery", "Nether Tiny Surgery"), "utf-8")
    places.load(copy_of_tinyshire)
    assert Organisation.objects.get(code="TP1").name == "Nether Tiny Surgery"
    assert Organisation.objects.filter(code="TX2").exists()


def test_a_folder_that_is_not_there_is_a_problem_and_not_a_crash(tmp_path):
    assert [str(p) for p in places.check(tmp_path / "nowhere")] == [
        "place.yaml: is missing: every place has one",
        "sources.yaml: is missing: every place has one",
    ]


FILES = sorted(p.relative_to(TINYSHIRE).as_posix() for p in TINYSHIRE.rglob("*") if p.is_file())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(FILES),
    junk=st.one_of(
        st.binary(max_size=60), st.sampled_from([b"\x00", b'"', b"\xff", b": [", b"'; drop table", b"\n"])
    ),
    at=st.floats(0, 1),
)
def test_no_junk_in_any_file_makes_the_check_crash(copy_of_tinyshire, name, junk, at):
    path, whole = copy_of_tinyshire / name, (TINYSHIRE / name).read_bytes()
    cut = int(at * len(whole))
    path.write_bytes(whole[:cut] + junk + whole[cut:])
    places.check(copy_of_tinyshire)
    path.write_bytes(whole)


def odd_values(said) -> list:
    """A YAML document with, in turn, each of its values replaced by something that nobody expects."""
    if isinstance(said, dict):
        return [{**said, key: odd} for key, value in said.items() for odd in odd_values(value)] + [
            5,
            None,
            [],
        ]
    if isinstance(said, list):
        return [
            [*said[:i], odd, *said[i + 1 :]] for i, value in enumerate(said) for odd in odd_values(value)
        ] + [{}, 5]
    return [None, 7, -1.5, [], {}, ["x", {}], {"x": []}, "", "x" * 400, True, "a\x00b"]


@pytest.mark.parametrize("name", ["place.yaml", "sources.yaml", "personas.yaml"])
@pytest.mark.django_db
def test_what_passes_the_check_can_be_loaded_however_odd(copy_of_tinyshire, name):
    path = copy_of_tinyshire / name
    for odd in odd_values(yaml.safe_load(path.read_text("utf-8"))):
        path.write_text(yaml.safe_dump(odd), "utf-8")
        if not places.check(copy_of_tinyshire):
            places.load(copy_of_tinyshire)
            places.load_personas(copy_of_tinyshire)


LOCAL = re.compile(
    r"J81|RBD|R0D|RDY|RYF|11J|QVV|E0600005|Dorset|dorset|Weymouth|Poole(?!d)"
)  # money is pooled anywhere
DEFAULT_PLACE = {
    ("project/configuration.py", "dorset"),
    ("project/configuration.py", "the `places/dorset` that"),
}


def written_in(path: Path) -> list[str]:
    """The texts in a piece of code, its documentation left out."""
    tree = ast.parse(path.read_text("utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
        if isinstance(node.body[0], ast.Expr)
    }
    texts = (
        node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return [node.value for node in texts if id(node) not in documentation]


def test_no_code_knows_which_place_it_serves():
    source = ROOT / "src/toldonce"
    naming = [
        f"{path.relative_to(source)}: {text}"
        for path in source.rglob("*.py")
        for text in written_in(path)
        if LOCAL.search(text)
        if not any(
            f"{path.relative_to(source)}" == file and text.startswith(said) for file, said in DEFAULT_PLACE
        )
    ]
    assert naming == []


def test_the_tables_are_what_the_conversion_makes_of_the_public_files(shared_data, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "bench.dorset", str(shared_data), str(tmp_path)],
        check=True,
        cwd=ROOT,
        env={"PYTHONPATH": "src"},
    )
    made = [p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()]
    assert len(made) == 28
    assert [str(p) for p in made if (tmp_path / p).read_bytes() != (DORSET / p).read_bytes()] == []


def test_people_carried_to_the_small_areas_of_today_are_neither_lost_nor_doubled():
    with (DORSET / "population/age_by_small_area.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 463
    assert sum(int(n) for row in rows for column, n in row.items() if column != "area") == 776_780
    assert min(int(n) for row in rows for column, n in row.items() if column != "area") >= 0


@pytest.mark.django_db
def test_a_membership_that_ended_is_kept_with_its_days(tinyshire):
    kept = Membership.objects.filter(member="TP1").order_by("since").values_list("group", "since", "until")
    assert list(kept) == [("TN0", date(2018, 7, 1), date(2019, 6, 30)), ("TN1", date(2019, 7, 1), None)]


def test_the_file_names_of_places_are_plain():
    assert all(" " not in name and name == name.lower() for name in map(str, FILES))
    assert Path(DORSET / "areas.geojson").stat().st_size < 1_000_000
