"""What leaders do with a result: guidance, commitments and follow-through."""
