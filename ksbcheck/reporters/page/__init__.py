"""What the summary's web page is made of: templates, one style, one script, and the reckoning behind its pictures."""
