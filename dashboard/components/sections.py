"""The pages of those who run the survey: name → icon and the permissions it needs."""

SECTIONS: dict[str, tuple[str, str]] = {
    "approvals": ("check", "approve"),
    "waves": ("calendar", "manage_waves"),
    "schedules": ("clock", "manage_waves"),
    "roster": ("upload", "manage_roster"),
    "units": ("network", "manage_roster"),
    "roles": ("key", "manage_roles"),
    "provisioning": ("network", "manage_provisioning"),
    "instruments": ("list", "manage_instruments"),
    "sites": ("network", "manage_waves"),
    "earlier": ("bars", "bring_history"),
    "reports": ("file", "export see_hr_guidance"),
    "policy": ("shield", "manage_waves"),
    "mails": ("mail", "manage_mails"),
    "notices": ("file", "see_notices"),
    "keeping": ("clock", "see_audit"),
    "settings": ("sliders", "manage_settings"),
}


def may_open(name: str, permissions: list[str]) -> bool:
    """Whether somebody with these permissions may open a page."""
    return set(SECTIONS[name][1].split()) <= set(permissions)


def offered(permissions: list[str]) -> list[tuple[str, str]]:
    """Name and icon of each page that somebody with these permissions may open."""
    return [(name, icon) for name, (icon, _) in SECTIONS.items() if may_open(name, permissions)]
