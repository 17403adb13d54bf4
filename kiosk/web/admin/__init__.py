"""The administrator's desk: who may come in, the frame of its pages, and the pages."""
