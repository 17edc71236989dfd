"""Room 3: frozen aggregates, exactly as anybody may ever see them."""
