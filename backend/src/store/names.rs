//! What products, kinds and teams are called, for whoever reads about rights.

use std::collections::BTreeMap;

use domain::{
    catalogue::KindId,
    id::{OrgId, ProductId, TeamId},
    locale::Locale,
    rights::{Place, Scope},
};

use super::{StoreError, Tx, products, teams};

/// Names by id. What is not in it was too much to look up, or is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Kinds, in the reader's language.
    pub kinds: BTreeMap<KindId, String>,
    /// Products.
    pub products: BTreeMap<ProductId, String>,
    /// Teams.
    pub teams: BTreeMap<TeamId, String>,
}

/// The most products and teams that are looked up: nobody reads more in one go.
const MOST: usize = 100;

impl Names {
    /// Looks up what these places are about.
    pub async fn find<'a>(
        tx: &mut Tx,
        org: OrgId,
        locale: Locale,
        places: impl IntoIterator<Item = &'a Place> + Clone,
    ) -> Result<Self, StoreError> {
        let kinds = products::kinds(tx, locale).await?;
        let mut names = Self {
            kinds: kinds.into_iter().map(|it| (it.id, it.name)).collect(),
            ..Self::default()
        };
        for grant in places.clone().into_iter().flat_map(|it| &it.grants) {
            let Scope::Product(product) = grant.scope else { continue };
            if names.products.len() < MOST
                && !names.products.contains_key(&product.id)
                && let Some(found) = products::find(tx, org, product.id).await?
            {
                names.products.insert(product.id, found.name.to_string());
            }
        }
        for team in places.into_iter().flat_map(|it| &it.teams) {
            if names.teams.len() < MOST
                && !names.teams.contains_key(team)
                && let Some(found) = teams::find(tx, org, *team).await?
            {
                names.teams.insert(*team, found.name.to_string());
            }
        }
        Ok(names)
    }

    /// What a grant is on: a kind, or a product with its kind, as several may have the same name.
    pub fn scope(&self, scope: Scope) -> String {
        let kind =
            |kind: KindId| self.kinds.get(&kind).cloned().unwrap_or_else(|| kind.to_string());
        match scope {
            Scope::Kind(it) => kind(it),
            Scope::Product(it) => {
                let name = self.products.get(&it.id).map_or("–", String::as_str);
                format!("{name} ({})", kind(it.kind))
            }
        }
    }

    /// What a team is called.
    pub fn team(&self, team: TeamId) -> String {
        self.teams.get(&team).cloned().unwrap_or_else(|| "–".to_owned())
    }
}
