//! The page's program: mounts the page. The only place for exports to JavaScript.
fn main() {}
