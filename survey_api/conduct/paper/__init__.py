"""What goes on paper: cards for those who answer without a mail, a page for the notice board."""
