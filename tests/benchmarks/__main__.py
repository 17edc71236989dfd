"""Every figure of speed, one after another: ``make bench``. Says what is met; stops nothing."""

import sys

from tests.benchmarks import complete, hot_path, leaders, opening, protect, publishing, reports

BENCHMARKS = (
    hot_path.main,
    complete.main,
    opening.main,
    publishing.main,
    protect.main,
    reports.main,
    leaders.main,
)


def main() -> None:
    """Run them all, each under the first line of its module's docstring."""
    for benchmark in BENCHMARKS:
        title = (sys.modules[benchmark.__module__].__doc__ or "").splitlines()[0]
        print(f"\n{title}", flush=True)
        benchmark()


if __name__ == "__main__":
    main()
