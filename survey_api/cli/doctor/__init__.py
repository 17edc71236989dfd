"""safetosay doctor: looks at everything that must be right before people are invited."""
