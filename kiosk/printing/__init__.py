"""From a batch to print files: catalogue words and codes become cards."""
