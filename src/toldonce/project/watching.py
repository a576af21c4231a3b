"""What whoever runs Toldonce watches: `/health` for a load balancer, `/metrics` for Prometheus.

Nothing here is about a person: counts, bytes and seconds, and the codes of organisations.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from toldonce.directory.queries import actor_for_token
from toldonce.directory.scopes import allow
from toldonce.exchange.hl7v2 import feeds
from toldonce.ledger.seals import unsealed
from toldonce.record.arrivals import last_heard
from toldonce.record.listening import lags

COUNTED_WHOLE = 8 * 1024 * 1024  # bytes up to which the rows of a table are counted, not estimated
TABLES = {
    "resource": ("toldonce_resources", "Current versions of resources, deletions included (estimate)"),
    "resource_history": (
        "toldonce_versions_replaced",
        "Versions that were replaced by later ones (estimate)",
    ),
    "ledger_row": ("toldonce_ledger_rows", "Rows of the ledger (estimate)"),
    "doubt": ("toldonce_doubts", "Doubts about resources that were stored all the same (estimate)"),
}


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Tell whether pages can be served: 200, or 503 while the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error:
        return _json(503, status="down", database="does not answer")
    return _json(200, status="ok")


def _json(code: int, /, **told: str) -> HttpResponse:
    answer = HttpResponse(orjson.dumps(told), content_type="application/json", status=code)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in OpenMetrics; outside the demonstration only to a token with the scope `system/metrics.read`."""
    refusal = _refusal(request)
    if refusal:
        return refusal
    registry = CollectorRegistry()
    registry.register(Database())
    ProcessCollector(registry=registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if settings.TOLDONCE_DEMO:
        return None
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    actor = actor_for_token(secret.strip()) if kind.lower() == "bearer" and secret else None
    if actor is None:
        answer = _json(
            401, error="Send a bearer token: `toldonce token create NAME --scope system/metrics.read`."
        )
        answer["WWW-Authenticate"] = 'Bearer realm="toldonce"'
        return answer
    if not allow(actor.scopes, "metrics", "read"):
        return _json(403, error="This token has not the scope system/metrics.read.")
    return None


class Database(Collector):
    """Reads the measures from the database when it is asked."""

    def collect(self) -> Iterator[Metric]:
        for table, (name, meaning) in TABLES.items():
            yield GaugeMetricFamily(name, meaning, value=rows_of(table))
        yield GaugeMetricFamily("toldonce_ledger_unsealed_rows", "Rows not sealed yet", value=unsealed())
        yield GaugeMetricFamily(
            "toldonce_content", "Attachments on disk", value=_bytes("content"), unit="bytes"
        )
        yield GaugeMetricFamily("toldonce_database", "The database on disk", value=_bytes(), unit="bytes")
        yield GaugeMetricFamily("toldonce_change_head", "Number of the newest change", value=_change_head())
        yield self._heard()
        yield from self._listeners()
        yield from _feeds()

    def _listeners(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("toldonce_listener_waiting", "Changes not heard yet", labels=["listener"])
        behind = GaugeMetricFamily(
            "toldonce_listener_lag", "Age of the oldest of them", labels=["listener"], unit="seconds"
        )
        set_aside = GaugeMetricFamily(
            "toldonce_listener_set_aside", "Changes on which a listener fails", labels=["listener"]
        )
        for lag in lags():
            waiting.add_metric([lag.name], lag.waiting)
            behind.add_metric([lag.name], lag.behind.total_seconds())
            set_aside.add_metric([lag.name], lag.set_aside)
        return iter((waiting, behind, set_aside))

    def _heard(self) -> Metric:
        heard = GaugeMetricFamily(
            "toldonce_source_silence", "Seconds since a source was heard", labels=["source"], unit="seconds"
        )
        for source in last_heard():
            heard.add_metric([source.organisation], source.silence.total_seconds())
        return heard


def _feeds() -> Iterator[Metric]:
    """Measures of each HL7 v2 feed, by its code."""
    silent = {each.feed.code for each in feeds.silent()}
    waiting = GaugeMetricFamily("toldonce_feed_waiting", "Messages that wait to be applied", labels=["feed"])
    held = GaugeMetricFamily("toldonce_feed_quarantined", "Messages in quarantine", labels=["feed"])
    quiet = GaugeMetricFamily("toldonce_feed_silent", "1 for longer silent than it may be", labels=["feed"])
    for each in feeds.standings():
        waiting.add_metric([each.code], each.waiting)
        held.add_metric([each.code], each.quarantined)
        quiet.add_metric([each.code], each.code in silent)
    yield from (waiting, held, quiet)


def rows_of(table: str) -> int:
    """Return how many rows a table has: counted where it is small, PostgreSQL's estimate where it is large."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_relation_size(oid), reltuples::bigint from pg_class where oid = %s::regclass", [table]
        )
        [(size, estimate)] = cursor.fetchall()
        if size > COUNTED_WHOLE and estimate >= 0:
            return estimate
        cursor.execute(f"select count(*) from {table}")
        return cursor.fetchone()[0]


def _bytes(table: str = "") -> int:
    size = "pg_total_relation_size(%s::regclass)" if table else "pg_database_size(current_database())"
    return _number(f"select {size}", table)


def _change_head() -> int:
    return _number(
        "select coalesce(max(last_value), 0) from pg_sequences where sequencename = 'change_seq_seq'"
    )


def _number(query: str, value: str = "") -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, [value] if value else [])
        return cursor.fetchone()[0]
