"""The path of a scan: class, device estimate, group commit."""
