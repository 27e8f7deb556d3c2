"""What Clerk knows on day one: data only."""
