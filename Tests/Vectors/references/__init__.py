"""focald's operations, each written down twice: exactly (mpmath) and by its peers (PyTorch, torchvision)."""
