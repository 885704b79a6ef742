"""Gongzhi 共治: running a neighbourhood together."""
