"""Files that the administration and programs fetch."""
