"""All SQL, and nothing but SQL, behind a small port."""
