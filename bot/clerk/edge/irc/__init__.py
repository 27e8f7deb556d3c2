"""IRC by way of Sopel: the launcher, the ears and the outbox."""
