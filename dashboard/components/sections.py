"""The pages of those who run the survey: name → icon and the permission it is for."""

SECTIONS: dict[str, tuple[str, str]] = {
    "approvals": ("check", "approve"),
    "waves": ("calendar", "manage_waves"),
    "schedules": ("clock", "manage_waves"),
    "roster": ("upload", "manage_roster"),
    "units": ("network", "manage_roster"),
    "roles": ("key", "manage_roles"),
    "instruments": ("list", "manage_instruments"),
    "policy": ("shield", "manage_waves"),
    "settings": ("sliders", "manage_settings"),
}


def offered(permissions: list[str]) -> list[tuple[str, str]]:
    """Name and icon of each page that somebody with these permissions may open."""
    return [(name, icon) for name, (icon, needed) in SECTIONS.items() if needed in permissions]
