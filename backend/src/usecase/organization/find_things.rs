//! People and products of an organization by what they are called.

use std::convert::Infallible;

use domain::{
    email::Email,
    id::PublicId,
    locale::Locale,
    rights::{self, Action, ProductRight, Standing},
    search::folded,
};

use super::authorize;
use crate::{
    Backend, Identity, StoreError, UseCaseError,
    store::{
        self, Tx,
        members::Member,
        products::{Kind, Product, Range},
    },
};

/// The most of each sort that are found at once: whoever gets more writes more.
const MOST: i64 = 10;

/// The least that has to be typed before people and products are looked for.
const LEAST_CHARS: usize = 2;

/// What was found, as far as the one who asks may open it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Things {
    /// Members: id, first and last name, address.
    pub people: Vec<FoundMember>,
    /// Products.
    pub products: Vec<Product>,
    /// What the provider sells.
    pub kinds: Vec<Kind>,
}

/// A member who was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundMember {
    /// Who.
    pub user: domain::id::UserId,
    /// First and last name.
    pub name: String,
    /// The address that they sign in with.
    pub email: String,
}

impl From<Member> for FoundMember {
    fn from(it: Member) -> Self {
        let name = format!("{} {}", it.first_name, it.last_name);
        Self { user: it.user, name, email: it.email }
    }
}

/// Finds members whose name begins like this or who have this address, and products whose name begins
/// like this, kinds of products called as in `locale`.
///
/// # Errors
/// [`UseCaseError::NotFound`] for outsiders, [`UseCaseError::Denied`] for those who see nothing there.
pub async fn find_things(
    backend: &Backend,
    identity: &Identity,
    organization: PublicId,
    question: &str,
    locale: Locale,
) -> Result<Things, UseCaseError<Infallible>> {
    let text = folded(question.trim());
    if text.chars().count() < LEAST_CHARS {
        return Ok(Things::default());
    }
    let mut tx = backend.store.read().await?;
    let standing = authorize::standing_with_products(&mut tx, identity, organization).await?;
    rights::decide(&standing, &Action::SeeOrganization)?;
    let mut people = Vec::new();
    if rights::decide(&standing, &Action::SeeMembers).is_ok() {
        let email = Email::parse(question).ok();
        let email = email.as_ref().map(Email::canonical);
        people = store::search::members(&mut tx, standing.org, &text, email, MOST).await?;
    }
    let products = if rights::decide(&standing, &Action::SeeProducts).is_ok() {
        products(&mut tx, &standing, &text).await?
    } else {
        Vec::new()
    };
    let kinds = if products.is_empty() {
        Vec::new()
    } else {
        store::products::kinds(&mut tx, locale).await?
    };
    Ok(Things { people: people.into_iter().map(FoundMember::from).collect(), products, kinds })
}

/// Those on which the person has some right.
async fn products(
    tx: &mut Tx,
    standing: &Standing,
    text: &str,
) -> Result<Vec<Product>, StoreError> {
    let range = Range::of(text);
    let reach = ProductRight::ALL.iter().map(|it| standing.reach(*it));
    let (mut found, mut single) = (Vec::new(), Vec::new());
    for reach in reach {
        if reach.everything {
            return store::products::list(tx, standing.org, &range, MOST).await;
        }
        for kind in reach.kinds {
            found
                .extend(store::products::list_of_kind(tx, standing.org, kind, &range, MOST).await?);
        }
        single.extend(reach.products);
    }
    for product in single {
        let it = store::products::find(tx, standing.org, product.id).await?;
        found.extend(it.filter(|it| folded(it.name.as_str()).starts_with(text)));
    }
    found.sort_by_cached_key(|it| (folded(it.name.as_str()), it.about.id));
    found.dedup_by_key(|it| it.about.id);
    found.truncate(usize::try_from(MOST).unwrap_or(usize::MAX));
    Ok(found)
}
