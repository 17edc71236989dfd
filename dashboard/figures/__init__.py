"""Pure: schemas in, plain dicts out; nothing here asks anybody anything."""
