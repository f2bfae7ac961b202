"""How each language writes dates, where it differs from Django: months inside a sentence."""
