//! Components, rendered to text.
