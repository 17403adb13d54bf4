"""Pure drawing: values in, bytes out. No HTTP, database, loop, clock, environment or chance."""
