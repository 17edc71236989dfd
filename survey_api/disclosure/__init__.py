"""Pure rules that decide which aggregate may be shown, and how."""
