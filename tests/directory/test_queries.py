"""What the directory can be asked about organisations and the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toldonce.directory import folder, places, queries
from toldonce.directory.distance import Travel, kilometres
from toldonce.directory.models import Organisation
from toldonce.directory.outlines import Outlines

LAT, LON = st.floats(-89, 89), st.floats(-179, 179)


def codes(found) -> list[str]:
    return [organisation.code for organisation in found]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "parent", "expected"),
    [
        ("practice", "", ["TP1", "TP2"]),
        ("practice", "TN1", ["TP1", "TP2"]),
        ("practice", "TN0", []),
        ("network", "", ["TN1"]),  # the old network has closed
        ("", "TBD", ["TN1", "TH1"]),
    ],
)
def test_open_organisations_by_kind_and_parent(tinyshire, kind, parent, expected):
    assert codes(queries.organisations(kind, parent=parent)) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("tiny", ["TCH1", "TN1", "TX1", "TBD", "TC1", "TH1"]),
        ("TINY pharm", ["TX1"]),
        ("pharm tiny", ["TX1"]),
        ("surgery", ["TP1", "TP2"]),
        ("tp2", ["TP2"]),
        ("urgery", []),
        ("", []),
        ("%", []),
    ],
)
def test_an_organisation_is_found_by_code_or_by_how_its_words_begin(tinyshire, text, expected):
    assert codes(queries.organisations_called(text)) == expected


@pytest.mark.django_db
def test_the_nearest_pharmacy_with_the_declared_detour(tinyshire):
    first, second = queries.nearest("pharmacy", 54.10, -1.17)
    assert (first.organisation.code, second.organisation.code) == ("TX1", "TX2")
    assert first.straight_km == pytest.approx(1.112, abs=0.001)
    assert first.road_km == pytest.approx(1.5 * first.straight_km)
    assert first.minutes_on_foot == pytest.approx(first.road_km / 5 * 60)
    assert first.minutes_by_car == pytest.approx(first.road_km / 30 * 60)


@pytest.mark.django_db
def test_an_organisation_without_a_position_is_not_near_anything(tinyshire):
    assert queries.nearest("care_home", 54.1, -1.1) == []


def test_450_metres_are_a_walk_of_six_minutes_at_the_pace_of_2019():
    assert Travel(detour=1.0, walking_km_an_hour=4.5).minutes_on_foot(0.450) == pytest.approx(6.0)


def test_a_place_that_declares_nothing_gets_the_common_assumptions():
    assert Travel.of({}) == Travel(detour=1.3, walking_km_an_hour=4.5, driving_km_an_hour=40.0)


@given(LAT, LON, LAT, LON)
def test_a_distance_is_the_same_there_and_back_and_never_below_nothing(lat1, lon1, lat2, lon2):
    there, back = kilometres(lat1, lon1, lat2, lon2), kilometres(lat2, lon2, lat1, lon1)
    assert there == pytest.approx(back) and 0 <= there < 20_016


def test_from_dorchester_to_weymouth_as_the_crow_flies():
    assert kilometres(50.7154, -2.4368, 50.6144, -2.4576) == pytest.approx(11.33, abs=0.02)


@pytest.mark.parametrize(
    ("lat", "lon", "within_km", "area"),
    [
        (54.05, -1.15, 0.0, "TAM1"),
        (54.10, -1.05, 0.0, "TAM2"),
        (54.10, -1.15, 0.0, "TAM2"),  # an island of one in a hole of the other
        (54.05, -1.21, 0.0, None),
        (54.0, -1.201, 0.3, "TAM1"),  # just off the coast
        (54.0, -1.3, 0.3, None),
    ],
)
def test_in_which_small_area_a_point_lies(lat, lon, within_km, area):
    from tests.directory.conftest import TINYSHIRE

    assert Outlines.of(TINYSHIRE).area_of(lat, lon, within_km=within_km) == area


@pytest.mark.django_db
def test_the_product_can_show_where_its_data_came_from(tinyshire):
    assert queries.attributions() == ["Tinyshire is invented; its data belong to nobody."]
    source = queries.sources_of("tinyshire").get()
    assert (source.publisher, source.licence, len(source.files)) == ("Toldonce", "MIT", 9)


@pytest.mark.django_db
def test_the_personas_come_with_their_posts(tinyshire):
    places.load_personas(tinyshire)
    posts = {p.username: [(q.role, q.organisation.name) for q in p.posts.all()] for p in queries.personas()}
    assert posts == {
        "ida.tiny": [("gp", "Nether Surgery"), ("gp", "Upper Surgery")],
        "ned.tiny": [("nurse", "Tinyshire Hospitals")],
    }


@pytest.mark.django_db
def test_the_wards_of_an_organisation(tinyshire):
    assert [(w.name, w.beds, w.site.name) for w in queries.wards_of("TH1")] == [
        ("Ward A", 12, "Tinyshire Cottage Hospital")
    ]
    assert not queries.wards_of("TP1").exists()


@pytest.mark.django_db
def test_a_closed_organisation_is_still_known_by_its_code(tinyshire):
    known = queries.organisation("TN0")
    assert isinstance(known, Organisation) and known.closed is not None
    assert queries.organisation("nothing") is None


def test_a_table_may_be_a_file_or_a_folder_of_files(tmp_path):
    (tmp_path / "sites").mkdir()
    for name in ("sites.csv", "sites/more.csv"):
        (tmp_path / name).write_text(f"code,kind,organisation,name,source\n{name},clinic,X,Y,Z\n")
    assert sorted(folder.read(tmp_path).codes("sites")) == ["sites.csv", "sites/more.csv"]
