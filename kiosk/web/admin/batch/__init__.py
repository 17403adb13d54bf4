"""The pages of a batch."""
