"""Door 2, pure: carries aggregates across the wall and leaves answers behind."""
