"""What is kept of messages (报文留存): a line for each, and the answer of those that change."""
