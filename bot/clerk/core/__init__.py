"""What a meeting is. Nothing here opens a file or a socket, looks at a clock, or draws lots."""
