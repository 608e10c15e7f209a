"""What is known: sources, fields, tables, and the questions they answer."""
