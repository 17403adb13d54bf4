"""What the service is about, in plain Python: no waiting, no database, no HTTP."""
