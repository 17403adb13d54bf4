"""From a request to a table, and from a table to CSV, XLSX or JSON."""
