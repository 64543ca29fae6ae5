"""What is typed at the server: one file a group of `flask patrol …`. Rules and queries live elsewhere."""
