"""The key holder's local page: on this computer only, without scripts, without a network."""
