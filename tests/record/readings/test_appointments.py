from tests.record.readings.tables import record, resource, shown
from toldonce.record.readings.appointments import appointments, appointments_to_come


def booked(start, status="booked", service="Clinic"):
    return resource("Appointment", status=status, start=start, serviceType=[{"text": service}])


def test_the_next_appointment_comes_first_and_then_those_that_were_newest_first():
    whole = record(
        booked("2026-09-01T09:00:00Z", service="Later"),
        booked("2026-06-20T09:00:00Z", service="Next"),
        booked("2020-01-01T09:00:00Z", "fulfilled", "Old"),
        booked("2026-01-01T09:00:00Z", "noshow", "Missed"),
    )
    assert [each.service for each in appointments(whole)] == ["Next", "Later", "Missed", "Old"]
    assert [each.service for each in appointments_to_come(whole)] == ["Next", "Later"]


def test_a_cancelled_appointment_is_not_to_come():
    assert appointments_to_come(record(booked("2026-09-01T09:00:00Z", "cancelled"))).items == ()


def test_an_appointment_of_earlier_today_is_over_and_one_of_later_today_is_not():
    whole = record(
        booked("2026-06-15T09:00:00Z", service="Past"), booked("2026-06-15T15:00:00Z", service="Soon")
    )
    assert shown(appointments(whole), "service", "is_to_come") == [("Soon", True), ("Past", False)]
