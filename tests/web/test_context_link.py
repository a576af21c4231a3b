"""The link by which a practice's own system opens a record, made as the how-to tells its programmers."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.project.commands import toldonce
from toldonce.web.entrance import context_link
from toldonce.web.entrance.context_link import Context, LinkRefused, key_of, opened

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "open-a-record-in-context.md"
WANTED = Context("amara.okafor", "J81016", "9990000018")


def token_of(link: str) -> str:
    return parse_qs(urlsplit(link).query)["token"][0]


@pytest.fixture
def made_elsewhere():
    """The function of the how-to, as somebody else's system runs it."""
    code = re.search(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.DOTALL)
    assert code
    names: dict = {}
    exec(textwrap.dedent("   " + code[1].lstrip()), names)
    return names["link"]


@pytest.mark.django_db
def test_a_link_made_as_the_how_to_says_opens_once(made_elsewhere):
    link = made_elsewhere("https://record.example", key_of("J81016"), *vars_of(WANTED))
    assert link.startswith("https://record.example/open/?token=")
    assert opened(token_of(link)) == WANTED
    with pytest.raises(LinkRefused, match="used already"):
        opened(token_of(link))


@pytest.mark.django_db
def test_our_own_link_is_the_same():
    assert opened(token_of(context_link.link(WANTED))) == WANTED


@pytest.mark.django_db
def test_the_key_of_one_organisation_signs_for_no_other(made_elsewhere):
    forged = made_elsewhere("", key_of("J81073"), *vars_of(WANTED))
    with pytest.raises(LinkRefused, match="not made by a system that we know"):
        opened(token_of(forged))


@pytest.mark.django_db
def test_a_link_ages(made_elsewhere, monkeypatch):
    token = token_of(made_elsewhere("", key_of("J81016"), *vars_of(WANTED)))
    monkeypatch.setattr(context_link, "LASTS", -1)
    with pytest.raises(LinkRefused, match="more than a minute old"):
        opened(token)


@pytest.mark.parametrize(
    "token", ["", ":", "a:b:c", "WyJhIl0:1:x", "bnVsbA:1:x", "WzEsMiwzXQ:1:x", "\u00e9:1:x", "💥"]
)
def test_what_is_no_link_is_refused_with_a_sentence(token):
    with pytest.raises(LinkRefused):
        opened(token)


def vars_of(context: Context) -> tuple[str, str, str]:
    return context.account, context.organisation, context.nhs_number


@pytest.mark.usefixtures("own_database")
def test_the_key_of_an_organisation_that_is_not_there_is_not_told():
    refused = toldonce("link-key", "X99999")
    assert refused.returncode == 4 and "no organisation X99999" in refused.stderr
