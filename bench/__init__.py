"""Meeting bots side by side on a real IRC server: how fast they are, and what they lose. See README.md."""
