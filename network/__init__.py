"""The partner network: organisations, contact persons, agreements. Not furnished yet."""
