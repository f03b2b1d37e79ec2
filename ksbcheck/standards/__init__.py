"""The standards: what one holds, where to find it, what an option's scope is, what is wrong with its file."""
