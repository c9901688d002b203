"""The libraries whose numbers `compat` gives, asked for them."""
