"""The API: what pages show and people do, for programs."""
