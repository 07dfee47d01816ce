//! Colours and type of the page as a canvas needs them: tokens resolved for the theme of the moment.

use web_sys::{Element, HtmlElement};

/// Reads tokens as they hold at an element.
#[derive(Debug)]
pub(crate) struct Ink {
    probe: HtmlElement,
}

impl Ink {
    /// Reads tokens at an element.
    pub(crate) fn at(host: &Element) -> Option<Self> {
        use wasm_bindgen::JsCast;
        let probe: HtmlElement = host.owner_document()?.create_element("span").ok()?.dyn_into().ok()?;
        probe.set_class_name("charts-probe");
        host.append_child(&probe).ok()?;
        Some(Self { probe })
    }

    fn computed(&self, property: &str) -> String {
        let style = web_sys::window().and_then(|window| window.get_computed_style(&self.probe).ok().flatten());
        style.and_then(|style| style.get_property_value(property).ok()).unwrap_or_default()
    }

    /// A colour as the canvas understands it, whatever functions its token is made of.
    pub(crate) fn colour(&self, token: &str) -> String {
        // Setting a property through the object model can't fail for a known property.
        let _ = self.probe.style().set_property("color", &format!("var({token})"));
        self.computed("color")
    }

    /// The small text as a canvas font.
    pub(crate) fn font(&self) -> String {
        format!("{} {}", self.computed("font-size"), self.computed("font-family"))
    }
}

impl Drop for Ink {
    fn drop(&mut self) {
        self.probe.remove();
    }
}
