"""From catalogue files to a catalogue, with every fault named by file and line."""
