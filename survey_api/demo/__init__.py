"""A synthetic company that shows the whole product on made-up people."""
