"""What texts sound like: how many a second one core reads, against VADER in the same process."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.ground import Ground
from benchmarks.line import Line

NAME = "sentiment"
_AIM = 0.002  # seconds a text
_TEXTS = 20_000


def run(ground: Ground) -> Iterator[Line]:
    home = ground.folder / "homes" / NAME
    home.mkdir(parents=True, exist_ok=True)
    count = ground.many(_TEXTS, least=200)
    found = json.loads(ground.run(home, "benchmarks.sentiment", count).output.strip().splitlines()[-1])
    per_second = found["ours"]
    floor, ratio = "", None
    if found["vader"]:
        floor, ratio = f"VADER: {found['vader']:,.0f} texts a second", found["vader"] / per_second
    met = 1 / per_second < _AIM
    aim = "under 2 ms a text"
    yield Line(NAME, f"{count:,} short texts read", f"{per_second:,.0f} texts a second", floor, ratio, aim, met)
    long = 1 / found["longest"]
    yield Line(NAME, "a text of 3,000 characters read", f"{long * 1000:.1f} ms")


def main(count: int) -> None:
    from tenure.demo import texts
    from tenure.feedback import sentiment

    said = [*texts.PRAISE, *texts.SHRUGS, *texts.COMPLAINTS, *texts.TICKETS]
    said += [body for _, body in (*texts.MEETINGS, *texts.CALLS, *texts.WORRIED, *texts.MAILS)]
    many = [f"{said[at % len(said)]} {at}" for at in range(count)]
    sentiment.classify(many[0])  # loads the weights
    vader = _vader()
    print(json.dumps({
        "ours": _speed(sentiment.classify, many),
        "longest": _speed(sentiment.classify, [" ".join(said * 4)[:3000]] * 50),
        "vader": _speed(vader, many) if vader else 0,
    }))  # fmt: skip


def _vader() -> Callable[[str], Any] | None:
    try:
        from tenure.feedback.sentiment.measure import vader

        return vader()
    except ModuleNotFoundError:
        return None


def _speed(read: Callable[[str], Any], texts: Sequence[str]) -> float:
    """Texts a second of processor time."""
    started = time.process_time()
    for text in texts:
        read(text)
    return len(texts) / (time.process_time() - started)


if __name__ == "__main__":
    import sys

    main(int(sys.argv[1]))
