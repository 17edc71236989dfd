"""Door 1, pure: carries eligibility across the wall and leaves identity behind."""
