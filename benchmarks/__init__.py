"""How fast Tenure is, against named floors: `python -m benchmarks [name...]`; see docs/performance.md."""
