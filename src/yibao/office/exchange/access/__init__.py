"""How a provider's messages are known to be its own (接入)."""
