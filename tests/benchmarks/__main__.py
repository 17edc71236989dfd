"""Every figure of speed, one after another: ``make bench``. Missed targets are the exit code."""

import sys

from tests.benchmarks import hot_path, opening, publishing

BENCHMARKS = (hot_path.main, opening.main, publishing.main)


def main() -> int:
    """Run them all, each under the first line of its module's docstring."""
    missed = 0
    for benchmark in BENCHMARKS:
        title = (sys.modules[benchmark.__module__].__doc__ or "").splitlines()[0]
        print(f"\n{title}", flush=True)
        missed += bool(benchmark())
    return missed


if __name__ == "__main__":
    sys.exit(main())
