//! A picture made of a few kinds of marks: shown by Yew on the page and written as a file from the same list.

use std::fmt::Write;
use yew::prelude::*;

/// The size of a picture in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Size {
    /// Width.
    pub(crate) width: f64,
    /// Height.
    pub(crate) height: f64,
}

/// Height of a line of text.
pub(crate) const LINE: f64 = 16.0;

/// Hairlines behind the data, and quiet words.
pub(crate) const GRID: Pen = Pen::line("--hairline", 1.0);
const QUIET: Pen = Pen::fill("--ink-quiet");

/// How a mark is drawn; colours are tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Pen {
    /// Token of the line's colour; none without one.
    pub(crate) stroke: Option<&'static str>,
    /// Token of the inside's colour; none without one.
    pub(crate) fill: Option<&'static str>,
    /// Width of the line in pixels.
    pub(crate) width: f64,
    /// Dashes; empty for a solid line.
    pub(crate) dash: &'static str,
    /// Opacity, 1 for opaque.
    pub(crate) opacity: f64,
}

/// Where a text is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A part of the picture.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    /// A line or an area.
    Path { d: String, pen: Pen },
    /// A dot.
    Dot { x: f64, y: f64, radius: f64, pen: Pen },
    /// Words.
    Words { x: f64, y: f64, anchor: Anchor, text: String, pen: Pen },
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawing {
    /// Width in pixels.
    pub(crate) width: f64,
    /// Height in pixels.
    pub(crate) height: f64,
    /// Its parts, the lowest first.
    pub(crate) marks: Vec<Mark>,
}

impl Pen {
    /// A line.
    pub(crate) const fn line(token: &'static str, width: f64) -> Self {
        Self { stroke: Some(token), fill: None, width, dash: "", opacity: 1.0 }
    }

    /// An area, or words.
    pub(crate) const fn fill(token: &'static str) -> Self {
        Self { stroke: None, fill: Some(token), width: 0.0, dash: "", opacity: 1.0 }
    }

    /// The attributes in the order in which they are written; colours through a function from token to colour.
    fn attributes(&self, colour: &impl Fn(&str) -> String) -> Vec<(&'static str, String)> {
        let paint = |token: Option<&str>| token.map_or_else(|| "none".to_owned(), colour);
        let mut found = vec![("fill", paint(self.fill))];
        if self.stroke.is_some() {
            found.extend([("stroke", paint(self.stroke)), ("stroke-width", self.width.to_string())]);
            found.push(("stroke-linejoin", "round".to_owned()));
        }
        if !self.dash.is_empty() {
            found.push(("stroke-dasharray", self.dash.to_owned()));
        }
        if self.opacity < 1.0 {
            found.push(("opacity", self.opacity.to_string()));
        }
        found
    }
}

impl Anchor {
    const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Lines through the points, interrupted where one is missing.
pub(crate) fn polyline(spots: &[Option<(f64, f64)>]) -> String {
    let mut d = String::new();
    let mut pen_down = false;
    for spot in spots {
        if let Some((x, y)) = spot {
            d.push(if pen_down { 'L' } else { 'M' });
            d.push_str(&format!("{} {}", px(*x), px(*y)));
        }
        pen_down = spot.is_some();
    }
    d
}

/// Quiet words at a place.
pub(crate) fn words(x: f64, y: f64, anchor: Anchor, text: String) -> Mark {
    Mark::Words { x, y, anchor, text, pen: QUIET }
}

/// A length with at most a tenth of a pixel.
pub(crate) fn px(x: f64) -> String {
    let text = format!("{x:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

impl Mark {
    /// Its element: name, attributes, words.
    fn element(&self, colour: &impl Fn(&str) -> String) -> (&'static str, Vec<(&'static str, String)>, &str) {
        match self {
            Self::Path { d, pen } => {
                let mut attributes = vec![("d", d.clone())];
                attributes.extend(pen.attributes(colour));
                ("path", attributes, "")
            }
            Self::Dot { x, y, radius, pen } => {
                let mut attributes = vec![("cx", px(*x)), ("cy", px(*y)), ("r", px(*radius))];
                attributes.extend(pen.attributes(colour));
                ("circle", attributes, "")
            }
            Self::Words { x, y, anchor, text, pen } => {
                let mut attributes = vec![("x", px(*x)), ("y", px(*y)), ("text-anchor", anchor.word().to_owned())];
                attributes.push(("dominant-baseline", "central".to_owned()));
                attributes.extend(pen.attributes(colour));
                ("text", attributes, text)
            }
        }
    }
}

impl Drawing {
    /// The picture on the page: tokens stay tokens, so that it follows the theme. Its words stand beside it as text.
    pub(crate) fn html(&self) -> Html {
        let marks = self.marks.iter().map(|mark| {
            let (name, attributes, words) = mark.element(&|token| format!("var({token})"));
            let mut tag = yew::virtual_dom::VTag::new(name);
            attributes.into_iter().for_each(|(name, value)| tag.add_attribute(name, value));
            if !words.is_empty() {
                tag.add_child(words.to_owned().into());
            }
            Html::from(tag)
        });
        let view = format!("0 0 {} {}", px(self.width), px(self.height));
        html! {
            <svg class="curve-drawing" viewBox={view} width={px(self.width)} height={px(self.height)} aria-hidden="true">
                { for marks }
            </svg>
        }
    }

    /// The picture as a file: colours of the moment on the colour of the paper, with its title and its description.
    pub(crate) fn text(&self, title: &str, description: &str, font: &str, colour: &impl Fn(&str) -> String) -> String {
        let (width, height) = (px(self.width), px(self.height));
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
             height=\"{height}\" style=\"font: {}\">\n<title>{}</title>\n<desc>{}</desc>\n\
             <rect width=\"100%\" height=\"100%\" fill=\"{}\"/>\n",
            escaped(font),
            escaped(title),
            escaped(description),
            escaped(&colour("--paper")),
        );
        for mark in &self.marks {
            let (name, attributes, words) = mark.element(colour);
            let attributes: Vec<String> =
                attributes.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
            // Writing to a string can't fail.
            let _ = writeln!(out, "<{name} {}>{}</{name}>", attributes.join(" "), escaped(words));
        }
        out.push_str("</svg>\n");
        out
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_value_interrupts_a_line() {
        let spots = [Some((0.0, 0.0)), Some((1.0, 1.0)), None, Some((3.0, 3.0)), Some((4.0, 4.0))];
        assert_eq!(polyline(&spots), "M0 0L1 1M3 3L4 4", "two pieces");
        assert_eq!(polyline(&[]), "", "nothing");
    }

    #[test]
    fn a_file_has_colours_and_words() {
        let marks = vec![
            Mark::Path { d: "M0 0L9.5 1".to_owned(), pen: Pen { dash: "4 3", ..Pen::line("--ink", 1.5) } },
            Mark::Words { x: 3.25, y: 4.0, anchor: Anchor::End, text: "a < b".to_owned(), pen: Pen::fill("--ink") },
        ];
        let drawing = Drawing { width: 20.0, height: 10.0, marks };
        let expected = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\" width=\"20\" height=\"10\" \
                        style=\"font: 13px &quot;A&quot;\">\n<title>T</title>\n<desc>D &amp; E</desc>\n\
                        <rect width=\"100%\" height=\"100%\" fill=\"[--paper]\"/>\n\
                        <path d=\"M0 0L9.5 1\" fill=\"none\" stroke=\"[--ink]\" stroke-width=\"1.5\" \
                        stroke-linejoin=\"round\" stroke-dasharray=\"4 3\"></path>\n\
                        <text x=\"3.2\" y=\"4\" text-anchor=\"end\" dominant-baseline=\"central\" \
                        fill=\"[--ink]\">a &lt; b</text>\n</svg>\n";
        assert_eq!(drawing.text("T", "D & E", "13px \"A\"", &|token| format!("[{token}]")), expected, "the file");
    }
}
