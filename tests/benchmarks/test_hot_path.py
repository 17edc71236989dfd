"""A cast costs the server no more than an ordinary route does; ``hot_path`` prints the figures."""

from pathlib import Path

from tests.benchmarks import hot_path

N_CASTS = 300
CONNECTIONS = 16


def test_a_cast_costs_no_more_than_a_bare_route(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    yardstick = hot_path.bare(tmp_path / "bare", N_CASTS, CONNECTIONS)
    ours = hot_path.cast(tmp_path / "cast", N_CASTS, CONNECTIONS)
    assert ours / yardstick <= hot_path.TARGET
