"""Fair shares drawn for specifications: two networks in two places, three practices, one amount."""

from toldonce.steering.money.fair_shares.book import FAIR_SHARES
from toldonce.steering.money.fair_shares.shares import shares
from toldonce.steering.money.fair_shares.weights import weights_of
from toldonce.steering.sheets import typed

TABLES = {
    "terms": "board\nQ1",
    "networks": """
        network | name  | place
        N1      | North | Town
        N2      | South | County
    """,
    "practices": """
        practice | name | network
        P1       | Ash  | N1
        P2       | Birch | N1
        P3       | Cedar | N2
    """,
    "weights": """
        year    | practice | registered | overall
        2024/25 | P1       | 1000       | 800
        2024/25 | P2       | 1000       | 1000
        2024/25 | P3       | 2000       | 2700
    """,
    "pots": "pot | component | amount\nEverything | overall | 9000",
}


def contents(**sheets):
    return typed.drawn(FAIR_SHARES, TABLES | sheets)


def weights(**sheets):
    return weights_of(contents(**sheets))


def made(year=2024, **sheets):
    told = weights(**sheets)
    return shares(told, told.pots[0], year)


def found(**sheets):
    return [str(each) for each in FAIR_SHARES.check(contents(**sheets))]
