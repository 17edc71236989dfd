"""Pure mathematics of scores; every published estimate is computed here, once."""
