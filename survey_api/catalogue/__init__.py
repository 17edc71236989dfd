"""The lobby: what is asked, of which reporting units, when; no person and no answer."""
