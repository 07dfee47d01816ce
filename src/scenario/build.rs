//! From what a person wrote to what the payment network runs on.
