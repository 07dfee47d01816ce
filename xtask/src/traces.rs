//! Real traces: files that are no part of the project, in a folder that a variable names.

use std::ffi::OsStr;

/// The variable that names a folder with real traces, which are no part of the project.
const TRACES: &str = "SWITCHYARD_TRACES";

/// What to say where the counts on real traces cannot be checked.
pub fn unread() -> Option<String> {
    unread_in(std::env::var_os(TRACES).as_deref())
}

fn unread_in(folder: Option<&OsStr>) -> Option<String> {
    let why = match folder {
        None => format!("{TRACES} names no folder of them"),
        Some(folder) if !std::path::Path::new(folder).is_dir() => {
            format!("the folder {} that {TRACES} names is not there", folder.display())
        }
        Some(_) => return None,
    };
    Some(format!("The caches' counts on real traces are not checked: {why}."))
}

#[cfg(test)]
mod tests {
    use super::unread_in;
    use std::ffi::OsStr;

    #[test]
    fn traces_that_are_not_there_are_spoken_of() {
        let said = |folder: &str| unread_in(Some(OsStr::new(folder))).unwrap_or_default();
        assert!(unread_in(None).unwrap_or_default().contains("names no folder"), "not set");
        assert!(said("/nowhere/at all").contains("/nowhere/at all"), "not there");
        assert_eq!(said("/"), "", "there");
    }
}
