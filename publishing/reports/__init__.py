"""What readers say is wrong: counted for editors, with nothing of who said so. It changes nothing by itself."""
