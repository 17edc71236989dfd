"""How a command speaks; apart from the rooms, so that a process need not load any to say a word."""

from rich.console import Console

console = Console(highlight=False)


def say(text: str) -> None:
    """One line of progress."""
    console.print(f"  [dim]·[/] {text}")
