//! Which products a person reaches.
//!
//! An organization may have thousands of products. Nothing here lists them: what somebody reaches is
//! a description, and what a change would do is the difference of two descriptions.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{KindId, ProductRef},
    closed_list::closed_list,
    id::TeamId,
};

closed_list! {
    /// What one may do with a product.
    pub enum ProductRight: as_str {
        /// Change it.
        Technical = "technical",
        /// See its figures.
        Statistics = "statistics",
    }
}

/// What a grant covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// One product.
    Product(ProductRef),
    /// All products of a kind, also those that are still to come.
    Kind(KindId),
}

impl Scope {
    /// Whether it covers this product.
    pub fn covers(self, product: ProductRef) -> bool {
        match self {
            Self::Product(it) => it.id == product.id,
            Self::Kind(kind) => kind == product.kind,
        }
    }
}

/// A kind by its short name, a product as `kind/id`: as forms send it.
impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kind(kind) => write!(f, "{kind}"),
            Self::Product(ProductRef { id, kind }) => write!(f, "{kind}/{id}"),
        }
    }
}

/// A text that names no scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a kind, and not a product")]
pub struct NotAScope;

impl FromStr for Scope {
    type Err = NotAScope;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (kind, id) = text.split_once('/').map_or((text, None), |(kind, id)| (kind, Some(id)));
        let kind = kind.parse().map_err(|_| NotAScope)?;
        match id {
            None => Ok(Self::Kind(kind)),
            Some(id) => {
                Ok(Self::Product(ProductRef { id: id.parse().map_err(|_| NotAScope)?, kind }))
            }
        }
    }
}

/// A right on something, given to a person or to a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Grant {
    /// On what.
    pub scope: Scope,
    /// Which.
    pub right: ProductRight,
}

/// A grant as somebody has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// What was granted.
    pub grant: Grant,
    /// The team that it came with; `None` if it is the person's own.
    pub team: Option<TeamId>,
}

/// A set of products, described.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// All there are and will be.
    pub everything: bool,
    /// All of these kinds, also those to come.
    pub kinds: BTreeSet<KindId>,
    /// These.
    pub products: BTreeSet<ProductRef>,
}

impl Reach {
    /// All products.
    pub fn everything() -> Self {
        Self { everything: true, ..Self::default() }
    }

    /// What these scopes cover together.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut reach = Self::default();
        for scope in scopes {
            match scope {
                Scope::Product(product) => drop(reach.products.insert(product)),
                Scope::Kind(kind) => drop(reach.kinds.insert(kind)),
            }
        }
        reach
    }

    /// Whether a product belongs to it.
    pub fn covers(&self, product: ProductRef) -> bool {
        self.everything || self.kinds.contains(&product.kind) || self.products.contains(&product)
    }

    /// Whether nothing belongs to it.
    pub fn is_empty(&self) -> bool {
        !self.everything && self.kinds.is_empty() && self.products.is_empty()
    }

    /// What belongs to it and not to the other.
    #[must_use]
    pub fn without(&self, other: &Self) -> Part {
        if other.everything {
            return Part::default();
        }
        let kinds: BTreeSet<_> = self.kinds.difference(&other.kinds).copied().collect();
        let products =
            self.products.iter().filter(|it| !other.covers(**it) && !kinds.contains(&it.kind));
        let whole =
            Self { everything: self.everything, products: products.copied().collect(), kinds };
        let but = if whole.everything {
            other.clone()
        } else {
            let kept = other.products.iter().filter(|it| whole.kinds.contains(&it.kind));
            Self { products: kept.copied().collect(), ..Self::default() }
        };
        Part { whole, but }
    }
}

/// A set of products without some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The set.
    pub whole: Reach,
    /// What does not belong to it after all.
    pub but: Reach,
}

impl Part {
    /// Whether a product belongs to it.
    pub fn covers(&self, product: ProductRef) -> bool {
        self.whole.covers(product) && !self.but.covers(product)
    }

    /// Whether nothing belongs to it, whatever products there are.
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_back_as_it_is_written() {
        for text in ["mail", "web-hosting/01890a5d-ac96-774b-bcce-b302099a8057"] {
            assert_eq!(text.parse::<Scope>().expect("a scope").to_string(), text);
        }
        for text in
            ["", "/", "mail/", "mail/x", "Mail", "mail/01890a5d-ac96-774b-bcce-b302099a8057/"]
        {
            assert_eq!(text.parse::<Scope>(), Err(NotAScope), "{text}");
        }
    }
}
