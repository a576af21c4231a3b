"""The vital signs that we name, with the LOINC and SNOMED CT codes by which sources tell them."""

SIGNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("blood-pressure", "Blood pressure", ("85354-9", "75367002", "163020007", "55284-4")),
    ("systolic", "Systolic blood pressure", ("8480-6", "271649006", "72313002")),
    ("diastolic", "Diastolic blood pressure", ("8462-4", "271650006", "1091811000000102")),
    ("pulse", "Pulse rate", ("8867-4", "364075005", "78564009", "8889-8")),
    ("respiration", "Respiratory rate", ("9279-1", "86290005", "271625008")),
    ("temperature", "Temperature", ("8310-5", "386725007", "276885007", "8331-1", "8333-7")),
    ("saturation", "Oxygen saturation", ("2708-6", "59408-5", "431314004", "103228002", "449171008")),
    ("oxygen", "Inspired oxygen", ("3151-8", "250774007", "3150-0", "371825009")),
    ("consciousness", "Level of consciousness", ("80288-4", "1104441000000107", "67775-7", "365933000")),
    ("news2", "NEWS2 score", ("1104051000000101", "88330-6", "445551004", "1104151000000106")),
    ("glucose", "Capillary glucose", ("434912009", "14743-9", "41653-7")),
    ("height", "Height", ("8302-2", "50373000", "1153637007", "248333004")),
    ("weight", "Weight", ("29463-7", "27113001", "3141-9", "726527001")),
    ("bmi", "Body mass index", ("39156-5", "60621009", "301331008", "59576-9")),
    ("head", "Head circumference", ("9843-4", "8287-5", "363812007")),
    ("pain", "Pain score", ("72514-3", "225908003", "38208-5")),
)

SIGN_OF_CODE: dict[str, str] = {code: slug for slug, _, codes in SIGNS for code in codes}
NAME_OF_SIGN: dict[str, str] = {slug: name for slug, name, _ in SIGNS}
