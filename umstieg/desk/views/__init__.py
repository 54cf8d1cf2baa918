"""Pages that cross the apps. Their buttons post to the addresses of the apps."""
