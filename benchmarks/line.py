"""One line of the table: what was measured, against which floor, and what was aimed at."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    benchmark: str
    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    aim: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.1f}×" if self.ratio >= 0.1 else f"{self.ratio:.2%}"
        mark = {None: "", True: "yes", False: "**no**"}[self.met]
        return (self.benchmark, self.what, self.measured, self.floor, ratio, self.aim, mark)


HEAD = ("benchmark", "what", "measured", "floor", "ratio", "aim", "met")


def seconds(value: float) -> str:
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def gigabytes(count: int) -> str:
    return f"{count / 2**30:.2f} GiB"
