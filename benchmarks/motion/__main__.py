"""``python -m benchmarks.motion --dataset kimore|repcount|countix|uiprmd|keraal|plank --data DIR``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.motion import counting, form, loaders, plank

DATASETS = ("kimore", "repcount", "countix", "uiprmd", "keraal", "plank")


def run(dataset: str, data: Path, trees: int = 200) -> None:
    """Print all figures of one dataset. Raises ``DataError`` where a folder is not as its format says."""
    if dataset == "plank":
        plank.plank(data)
        plank.squat(data)
        return
    streams = getattr(loaders, dataset)(data)
    if dataset in ("countix", "repcount"):
        published = (
            "PoseRAC with joint angles 0.592 within one, MAE 0.211; a hysteresis counter 0.579, 0.311 (RepCount-A)"
        )
        counting.report(f"{dataset}, the exercise known", counting.rows(streams))
        print(f"  published: {published}")
        plain = [loaders.Stream(s.name, "unknown", s.points, s.valid, s.fps, s.count) for s in streams]
        counting.report(f"{dataset}, the exercise not known", counting.rows(plain))
    elif dataset == "uiprmd":
        made = [s for seed in range(5) for s in counting.sequences(streams, seed)]
        counting.report("uiprmd, sequences of 3 to 14 segments", counting.rows(made), typical=10)
        print("  published on the recordings themselves (ten repetitions each: not the same work): 0.95, MAE 0.06")
        form.right_or_wrong(streams, "uiprmd", 0.802, trees)
    elif dataset == "keraal":
        form.right_or_wrong(streams, "keraal", 0.674, trees)
    else:
        form.scores(streams, data, trees)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments; say what is wrong with the data without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.motion", description=__doc__)
    parser.add_argument("--dataset", choices=DATASETS, required=True)
    parser.add_argument("--data", type=Path, required=True, help="the dataset's folder")
    parser.add_argument("--trees", type=int, default=200, help="size of the models that are fitted")
    asked = parser.parse_args(arguments)
    try:
        run(asked.dataset, asked.data, asked.trees)
    except (loaders.DataError, OSError, KeyError) as error:
        print(f"benchmarks.motion: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
