"""What the published API says; the one package of ours that the dashboard imports."""
