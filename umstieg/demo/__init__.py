"""An invented centre with two years of data, built through the services. Refused in production."""
