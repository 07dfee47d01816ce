//! The names at the ends of the lines, with a value each: elements beside the canvas, so that type stays sharp.

use super::kind::Line;
use super::labels::Spot;
use super::options;
use super::panel::Manner;
use std::cell::RefCell;
use web_sys::HtmlElement;

/// Most lines whose twins are named too.
const TWINS: usize = 5;

/// The names at the ends of a chart's lines.
#[derive(Debug)]
pub(super) struct Tags {
    list: HtmlElement,
    /// The instant under the cursor.
    instant: HtmlElement,
    tags: Vec<Option<Tag>>,
}

#[derive(Debug)]
struct Tag {
    element: HtmlElement,
    value: HtmlElement,
    name: String,
    token: &'static str,
    shown: RefCell<Option<(Spot, String)>>,
}

/// A name as it stands, to be drawn again elsewhere.
#[derive(Clone, Debug)]
pub(super) struct Standing {
    /// Name.
    pub(super) name: String,
    /// Value.
    pub(super) value: String,
    /// Token of the colour.
    pub(super) token: &'static str,
    /// Where.
    pub(super) spot: Spot,
}

impl Tags {
    /// One name a line that has one, and one a twin when two scenarios are compared.
    pub(super) fn new(host: &HtmlElement, lines: &[Line], manner: &Manner) -> Option<Self> {
        let list = options::child(host, "div", "charts-tags")?;
        let instant = options::child(host, "span", "charts-instant")?;
        for part in [&list, &instant] {
            let _ = part.set_attribute("aria-hidden", "true");
        }
        instant.set_hidden(true);
        let text = manner.text;
        let own = lines.iter().map(|line| (line, (text.label)(line.name)));
        let twins = lines.iter().map(|line| (line, format!("{} {}", text.twin, (text.label)(line.name))));
        let mut tags: Vec<Option<Tag>> = own.map(|(line, name)| Tag::new(&list, line, name)).collect();
        if manner.compared && lines.iter().filter(|line| !line.pale).count() <= TWINS {
            tags.extend(twins.map(|(line, name)| Tag::new(&list, line, name)));
        }
        Some(Self { list, instant, tags })
    }

    /// Places of the lines that have a name.
    pub(super) fn named(&self) -> impl Iterator<Item = usize> {
        self.tags.iter().enumerate().filter(|(_, tag)| tag.is_some()).map(|(place, _)| place)
    }

    /// Hides all that is not shown again.
    pub(super) fn clear(&self) {
        for tag in self.tags.iter().flatten() {
            tag.hide();
        }
    }

    /// Shows an instant so many pixels from the left, or none.
    pub(super) fn at(&self, left: f64, instant: Option<&str>) {
        let _ = self.instant.style().set_property("--x", &format!("{left:.0}px"));
        self.instant.set_text_content(instant);
        self.instant.set_hidden(instant.is_none());
    }

    /// Shows a name with a value.
    pub(super) fn show(&self, place: usize, spot: Spot, two: bool, value: &str) {
        if let Some(tag) = self.tags.get(place).and_then(Option::as_ref) {
            tag.show(spot, two, value);
        }
    }

    /// All names as they stand.
    pub(super) fn standing(&self) -> Vec<Standing> {
        self.tags.iter().flatten().filter_map(Tag::standing).collect()
    }

    /// Width of the list in pixels.
    pub(super) fn width(&self) -> f64 {
        f64::from(self.list.offset_width())
    }
}

impl Tag {
    fn new(list: &HtmlElement, line: &Line, name: String) -> Option<Self> {
        if line.pale {
            return None;
        }
        let element = options::child(list, "span", "charts-tag")?;
        let label = options::child(&element, "i", "")?;
        label.set_text_content(Some(&name));
        let value = options::child(&element, "b", "")?;
        let _ = element.style().set_property("--mark", &format!("var({})", line.token));
        element.set_hidden(true);
        Some(Self { element, value, name, token: line.token, shown: RefCell::default() })
    }

    fn hide(&self) {
        self.element.set_hidden(true);
        *self.shown.borrow_mut() = None;
    }

    fn show(&self, spot: Spot, two: bool, value: &str) {
        let style = self.element.style();
        let _ = style.set_property("--y", &format!("{:.1}px", spot.y));
        let _ = style.set_property("--x", if two && spot.column > 0 { "50%" } else { "0%" });
        self.value.set_text_content(Some(value));
        self.element.set_hidden(false);
        *self.shown.borrow_mut() = Some((spot, value.to_owned()));
    }

    fn standing(&self) -> Option<Standing> {
        let (spot, value) = self.shown.borrow().clone()?;
        Some(Standing { name: self.name.clone(), value, token: self.token, spot })
    }
}

impl Drop for Tags {
    fn drop(&mut self) {
        self.list.remove();
        self.instant.remove();
    }
}
