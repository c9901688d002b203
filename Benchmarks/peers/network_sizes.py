"""Sizes of the pictures that networks are compared on, height and width, by the number that stands for them. Kernels/NetworkWork.swift
has the same."""

SIZES = {800: (800, 1066), 512: (512, 512)}
