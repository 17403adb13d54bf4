"""What people do to the service, each act in one transaction with its line in the log."""
