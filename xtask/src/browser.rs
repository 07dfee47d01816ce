//! Chromium and its driver: found, or installed where we may.

use crate::steps::{Outcome, Steps, command, root};
use crate::tools::on_path;
use std::path::PathBuf;

/// A browser and the driver that the WebAssembly tests steer it with.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Finds the browser and the driver; as root on a system with apt, installs what is missing.
pub fn find_or_install(steps: &mut Steps) -> Outcome<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    if on_path("apt-get").is_some() && is_root() {
        let line = "apt-get update && apt-get install -y --no-install-recommends chromium chromium-driver";
        steps.command("Chromium and its driver", command("sh").args(["-c", line]))?;
    }
    find().ok_or_else(|| {
        "Chromium and chromedriver are missing: install them (on Debian `sudo apt-get install chromium \
         chromium-driver`) or set CHROME and CHROMEDRIVER."
            .to_owned()
    })
}

/// `webdriver.json` with the browser's own path, because the driver looks in places of its own.
pub fn driver_settings(browser: &Browser) -> Outcome<PathBuf> {
    let settings = std::fs::read_to_string(root().join("webdriver.json"))
        .map_err(|error| format!("webdriver.json cannot be read: {error}."))?;
    let path = browser.chromium.display().to_string().replace('\\', "\\\\");
    let place = "\"goog:chromeOptions\": {";
    let settings = settings.replace(place, &format!("{place}\n    \"binary\": \"{path}\","));
    let file = std::env::temp_dir().join(format!("switchyard-webdriver-{}.json", std::process::id()));
    std::fs::write(&file, settings).map_err(|error| format!("{} cannot be written: {error}.", file.display()))?;
    Ok(file)
}

fn find() -> Option<Browser> {
    let named = |variable| std::env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
    let chromium = named("CHROME").or_else(|| CHROMIUM.iter().find_map(|name| on_path(name)))?;
    let driver = named("CHROMEDRIVER").or_else(|| on_path("chromedriver"))?;
    Some(Browser { chromium, driver })
}

fn is_root() -> bool {
    crate::tools::output(command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}
