"""How a language sounds: voices from TOML, lexicons, and texts as they are read aloud."""
