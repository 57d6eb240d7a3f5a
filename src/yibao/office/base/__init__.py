"""The base (基础): who may do what, who saw what, and what every office needs."""
