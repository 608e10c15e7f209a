"""Where it is: shapes of countries and disputed areas, and ways between them."""
