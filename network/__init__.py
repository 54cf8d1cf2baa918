"""The partner network: organisations, contact persons, agreements. Its rooms are furnished with the partner register."""
