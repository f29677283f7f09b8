//! What an organization has bought, as far as somebody has a right on it.

mod list_kinds;
mod list_products;
mod show_product;

use domain::rights::{ProductRight, Reach, Standing};

use super::organization::authorize;

pub use list_kinds::list_kinds;
pub use list_products::{ProductsView, list_products};
pub use show_product::{ProductDetails, show_product};

/// What somebody sees at all: what they may change or whose figures they may see.
fn seen(standing: &Standing) -> Reach {
    let [technical, statistics] =
        [ProductRight::Technical, ProductRight::Statistics].map(|it| standing.reach(it));
    Reach {
        everything: technical.everything || statistics.everything,
        kinds: technical.kinds.union(&statistics.kinds).copied().collect(),
        products: technical.products.union(&statistics.products).copied().collect(),
    }
}
