"""The only place where rooms meet: idempotent sequences of steps that run a wave."""
