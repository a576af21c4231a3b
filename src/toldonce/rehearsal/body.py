"""How a body answers: blood pressure, sugar, kidneys, weight as they move with illness and treatment."""

from bisect import bisect_right

from toldonce.rehearsal.days import YEAR
from toldonce.rehearsal.life import Life

GROWTH = ((0, 3.4, 50), (0.25, 6.0, 61), (0.5, 7.7, 67), (1, 9.6, 75), (2, 12.2, 87), (4, 16.3, 103), (6, 20.7, 116),
          (8, 25.6, 128), (10, 32, 138), (12, 41, 150), (14, 51, 162), (16, 60, 169), (18, 66, 172))  # fmt: skip


class Body:
    """The measurable side of a life; every answer has its own small noise."""

    __slots__ = ("_base", "_treated", "bmi", "life", "noise", "tall")

    def __init__(self, life: Life) -> None:
        gauss = life.rng.gauss
        self.life, self.noise = life, gauss
        self.tall = gauss(163 if life.person.female else 176, 6.5)
        heavy = 6.5 if life.has("OB") else 2.0 if life.has("DM", "NDH") else 0.0
        self.bmi = max(17.5, gauss(26.2 + heavy, 3.4))
        self._base = {"systolic": gauss(0, 6), "egfr": gauss(0, 8), "cholesterol": gauss(0, 0.6)}
        self._treated = {
            name: min((c.start for c in life.courses if c.why in groups), default=None)
            for name, groups in (("HYP", ("HYP",)), ("DM", ("DM",)), ("statin", ("CHD", "STIA", "CKD")))
        }

    def _since(self, name: str, day: int) -> float:
        start = self._treated[name]
        return -1.0 if start is None or day < start else (day - start) / YEAR

    def systolic(self, day: int) -> float:
        """Rises with age, high until the hypertension is treated."""
        age = (day - self.life.person.birth) / YEAR
        level = 96 + 1.4 * min(age, 18) + 0.18 * max(0.0, age - 30) + self._base["systolic"]
        onset = self.life.onset.get("HYP")
        if onset is not None and day > onset - 400:
            level += 26 if self._since("HYP", day) < 0 else 6 + 12 / (1 + 3 * self._since("HYP", day))
        return level + self.noise(0, 7)

    def diastolic(self, systolic: float) -> float:
        """Goes with the systolic."""
        return 0.42 * systolic + 22 + self.noise(0, 4)

    def hba1c(self, day: int) -> float:
        """Normal, prediabetic, or diabetic: falls after the first medicine, then creeps up."""
        onset = self.life.onset.get("DM")
        if onset is not None and day >= onset - 20:
            years, treated = max(0.0, (day - onset) / YEAR), self._since("DM", day)
            fall = 0.0 if treated < 0 else 14 * (1 - 1 / (1 + 4 * treated))
            steps = 7 * sum(
                1 for c in self.life.courses if c.why == "DM" and c.start + 60 < day and c.start > onset + 400
            )
            return max(40.0, 66 + 1.3 * years - fall - steps + self.noise(0, 4))
        ndh = self.life.onset.get("NDH")
        if (ndh is not None and day >= ndh) or (onset is not None and day > onset - 900):
            return 43.5 + self.noise(0, 1.3)
        return 36 + self.noise(0, 2)

    def egfr(self, day: int) -> float:
        """Falls a little with age and faster with chronic kidney disease."""
        age = (day - self.life.person.birth) / YEAR
        level = 108 - 0.75 * max(0.0, age - 25) + self._base["egfr"]
        onset = self.life.onset.get("CKD")
        if onset is not None and day > onset - 700:
            level = min(level, 57 - 1.6 * max(0.0, (day - onset) / YEAR))
        elif onset is None:
            level = max(level, 62)
        return max(9.0, min(90.0, level + self.noise(0, 2.5)))

    def creatinine(self, egfr: float) -> float:
        """What the laboratory would have measured to calculate that rate."""
        return (6400 if self.life.person.female else 8000) / max(egfr, 9.0) + self.noise(0, 3)

    def cholesterol(self, day: int) -> float:
        """Lower on a statin."""
        return max(
            2.4,
            5.4 + self._base["cholesterol"] - 1.5 * (self._since("statin", day) >= 0) + self.noise(0, 0.3),
        )

    def haemoglobin(self) -> float:
        """Lower in kidney disease, cancer and frailty."""
        low = 9 * self.life.has("CKD") + 8 * self.life.has("CAN") + 2 * max(0, self.life.frailty - 3)
        return (134 if self.life.person.female else 148) - low + self.noise(0, 7)

    def size(self, day: int) -> tuple[float, float]:
        """Weight and height on a day."""
        age = (day - self.life.person.birth) / YEAR
        if age < 18:
            return self._child(age)
        thin = 0.45 * max(0, self.life.frailty - 4) * max(0.0, 1 - (self.life.until - day) / 1800)
        weight = (self.bmi - thin) * (self.tall / 100) ** 2
        return weight + self.noise(0, 1.0), self.tall

    def _child(self, age: float) -> tuple[float, float]:
        at = min(bisect_right([g[0] for g in GROWTH], age), len(GROWTH) - 1)
        (a0, w0, h0), (a1, w1, h1) = GROWTH[at - 1], GROWTH[at]
        share = min(1.0, (age - a0) / (a1 - a0))
        scale = self.tall / (163 if self.life.person.female else 176)
        return (w0 + share * (w1 - w0)) * scale + self.noise(0, 0.3), (h0 + share * (h1 - h0)) * scale
