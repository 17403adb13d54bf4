"""The service attacked from outside: floods, mutations, and the list of the first attack again."""
