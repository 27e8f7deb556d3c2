"""What the embedded IRC server does with its clients' lines, one module per part of the protocol."""
