"""The embedded IRC server and the demo community of `make run`."""
