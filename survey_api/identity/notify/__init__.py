"""Mail to people: texts, the outbox and its SMTP sender."""
