"""The exchange with providers (两定接口): the national messages, one answer for each."""
