//! Formulas as MathML: read out as mathematics, drawn with real fraction bars.

use crate::app::format::Figure;
use yew::prelude::*;

/// A name of a quantity.
pub(super) fn symbol(name: &str) -> Html {
    html! { <mi>{ name.to_owned() }</mi> }
}

/// A name of several letters that stands upright.
pub(super) fn word(name: &str) -> Html {
    html! { <mtext>{ name.to_owned() }</mtext> }
}

/// An equals sign.
pub(super) fn equals() -> Html {
    html! { <mo>{ "=" }</mo> }
}

/// A product.
pub(super) fn times() -> Html {
    html! { <mo>{ "×" }</mo> }
}

/// A number with its unit.
pub(super) fn figure(figure: &Figure) -> Html {
    let unit = match figure.unit {
        "" => String::new(),
        unit => format!("\u{a0}{unit}"),
    };
    html! { <mrow><mn>{ figure.value.clone() }</mn><mtext class="law-unit">{ unit }</mtext></mrow> }
}

/// One above the other.
pub(super) fn fraction(above: Html, below: Html) -> Html {
    html! { <mfrac><mrow>{ above }</mrow><mrow>{ below }</mrow></mfrac> }
}

/// A whole formula on a line of its own, with the name of its law; where it is too long for that, the keyboard scrolls it.
pub(super) fn formula(law: &'static str, parts: impl IntoIterator<Item = Html>) -> Html {
    html! {
        <div class="law-formula" role="group" aria-label={law} tabindex="0">
            <math displaystyle="true"><mrow>{ for parts }</mrow></math>
        </div>
    }
}
