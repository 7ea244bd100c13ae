"""The demo province: invented organizations and people on the divisions of Hubei, made through the acts of real use."""
