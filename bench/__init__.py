"""Programs that measure the product. `python -m bench` runs them and writes docs/performance.md."""
