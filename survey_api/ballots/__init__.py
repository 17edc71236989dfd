"""Room 2: sealed envelopes from nobody in particular; never a time, a unit or a name."""
