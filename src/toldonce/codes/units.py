"""The UCUM units that we use, each as a factor of its canonical unit, so that quantities can be compared."""

from dataclasses import dataclass
from decimal import Decimal

SYSTEM = "http://unitsofmeasure.org"


@dataclass(frozen=True, slots=True)
class Unit:
    """A UCUM code with what people read, and how to reach its canonical unit: value × factor + offset."""

    code: str
    label: str
    canonical: str
    factor: Decimal = Decimal(1)
    offset: Decimal = Decimal(0)


# code, label, canonical code, factor. Moles and grams have different canonical units: no molar masses are
# known here, so mg/dL and mmol/L are never taken for one another.
_TABLE = """
kg|kg|g|1000
g|g|g|1
mg|mg|g|0.001
ug|microgram|g|0.000001
ng|ng|g|0.000000001
[lb_av]|lb|g|453.59237
[oz_av]|oz|g|28.349523125
[stone_av]|stone|g|6350.29318
m|m|m|1
cm|cm|m|0.01
mm|mm|m|0.001
um|micrometre|m|0.000001
km|km|m|1000
[in_i]|in|m|0.0254
[ft_i]|ft|m|0.3048
m2|m²|m2|1
cm2|cm²|m2|0.0001
L|L|L|1
dL|dL|L|0.1
mL|mL|L|0.001
uL|microlitre|L|0.000001
fL|fL|L|0.000000000000001
a|years|d|365.25
mo|months|d|30.4375
wk|weeks|d|7
d|days|d|1
h|hours|d|HOUR
min|minutes|d|MINUTE
s|seconds|d|SECOND
mol|mol|mol|1
mmol|mmol|mol|0.001
umol|µmol|mol|0.000001
nmol|nmol|mol|0.000000001
mol/L|mol/L|mol/L|1
mmol/L|mmol/L|mol/L|0.001
umol/L|µmol/L|mol/L|0.000001
nmol/L|nmol/L|mol/L|0.000000001
pmol/L|pmol/L|mol/L|0.000000000001
g/L|g/L|g/L|1
g/dL|g/dL|g/L|10
mg/dL|mg/dL|g/L|0.01
mg/L|mg/L|g/L|0.001
mg/mL|mg/mL|g/L|1
ug/mL|microgram/mL|g/L|0.001
ug/L|microgram/L|g/L|0.000001
ng/mL|ng/mL|g/L|0.000001
ng/L|ng/L|g/L|0.000000001
pg/mL|pg/mL|g/L|0.000000001
U/L|U/L|U/L|1
k[IU]/L|kIU/L|[IU]/L|1000
[IU]/L|IU/L|[IU]/L|1
[IU]/mL|IU/mL|[IU]/L|1000
m[IU]/L|mIU/L|[IU]/L|0.001
u[IU]/mL|µIU/mL|[IU]/L|0.001
[IU]|IU|[IU]|1
U|units|U|1
10*9/L|10⁹/L|/L|1000000000
10*12/L|10¹²/L|/L|1000000000000
10*3/uL|10³/µL|/L|1000000000
10*6/uL|10⁶/µL|/L|1000000000000
/uL|/µL|/L|1000000
pg|pg|g|0.000000000001
L/L|L/L|1|1
%|%|1|0.01
1|1|1|1
{ratio}|ratio|1|1
{INR}|INR|1|1
{score}|points|{score}|1
mmol/mol|mmol/mol|1|0.001
mg/mmol|mg/mmol|g/mol|1
mg/g|mg/g|1|0.001
mm[Hg]|mmHg|mm[Hg]|1
kPa|kPa|mm[Hg]|7.500616827
/min|/min|/min|1
{beats}/min|beats/min|/min|1
{breaths}/min|breaths/min|/min|1
L/min|L/min|L/min|1
mL/min|mL/min|L/min|0.001
mL/min/{1.73_m2}|mL/min/1.73 m²|mL/min/{1.73_m2}|1
mm/h|mm/h|mm/h|1
mosm/kg|mOsm/kg|mosm/kg|1
kg/m2|kg/m²|kg/m2|1
kcal|kcal|kcal|1
{tablet}|tablets|{tablet}|1
{capsule}|capsules|{capsule}|1
{dose}|doses|{dose}|1
{puff}|puffs|{puff}|1
Cel|°C|K|1
[degF]|°F|K|FAHRENHEIT
K|K|K|1
"""
_NAMED_FACTORS = {
    "HOUR": Decimal(1) / 24,
    "MINUTE": Decimal(1) / 1440,
    "SECOND": Decimal(1) / 86400,
    "FAHRENHEIT": Decimal(5) / 9,
}
_OFFSETS = {"Cel": Decimal("273.15"), "[degF]": Decimal("273.15") - Decimal(160) / 9}


def _unit(line: str) -> Unit:
    code, label, canonical, factor = line.split("|")
    size = _NAMED_FACTORS[factor] if factor in _NAMED_FACTORS else Decimal(factor)
    return Unit(code, label, canonical, size, _OFFSETS.get(code, Decimal(0)))


UNITS = {unit.code: unit for unit in map(_unit, _TABLE.strip().splitlines())}


def known(code: str) -> bool:
    """Whether this UCUM code is one of ours."""
    return code in UNITS


def label(code: str) -> str:
    """The unit as people read it; the code itself where it is not one of ours."""
    unit = UNITS.get(code)
    return unit.label if unit else code


def canonical(value: Decimal | float | int, code: str) -> tuple[Decimal, str] | None:
    """The quantity in its canonical unit, (0.005, "g") for 5 mg; None where the unit is not one of ours."""
    unit = UNITS.get(code)
    if unit is None:
        return None
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    return exact * unit.factor + unit.offset, unit.canonical


def convert(value: Decimal | float | int, code: str, to: str) -> Decimal | None:
    """The quantity in another unit; None where the two cannot be compared."""
    start, end = canonical(value, code), UNITS.get(to)
    if start is None or end is None or start[1] != end.canonical:
        return None
    return (start[0] - end.offset) / end.factor
