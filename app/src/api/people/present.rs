//! Members and their rights in the words of the reader.

use std::collections::{BTreeMap, BTreeSet};

use backend::{
    Identity, Zone,
    usecase::people::{ChangePreview, MemberDetails, Names},
};
use domain::{
    catalogue::{KindId, ProductRef},
    rights::{
        Ability, Difference, Grant, MoneyRight, Part, Place, ProductRight, Reach, Role, Scope,
    },
};

use crate::{api::request::Visitor, format, ui::Change, words::Words};

/// Who reads, in which language and where.
pub(in crate::api) struct Reader<'a> {
    pub words: Words,
    pub zone: &'a Zone,
}

impl<'a> Reader<'a> {
    pub(in crate::api) const fn new(visitor: &Visitor, identity: &'a Identity) -> Self {
        Self { words: visitor.words(), zone: &identity.profile.zone }
    }
}

/// First and last name.
pub(in crate::api) fn name(member: &MemberDetails) -> String {
    format!("{} {}", member.first_name, member.last_name)
}

/// What a member has been given: terms, and what there is to say line by line.
pub(in crate::api) fn given(
    place: &Place,
    names: &Names,
    words: Words,
) -> Vec<(String, Vec<String>)> {
    let texts = words.people();
    let everything = place.role >= Role::Administrator;
    let money = if everything { texts.by_role().to_owned() } else { money(&place.money, words) };
    let products = if everything {
        vec![texts.all_products().to_owned()]
    } else {
        granted(place, names, words)
    };
    vec![
        (texts.money().to_owned(), vec![money]),
        (texts.products().to_owned(), products),
        (texts.teams().to_owned(), vec![teams(place, names, words)]),
    ]
}

/// Rights on products, line by line.
pub(in crate::api) fn granted(place: &Place, names: &Names, words: Words) -> Vec<String> {
    let texts = words.people();
    let mut by_scope: BTreeMap<Scope, Vec<&str>> = BTreeMap::new();
    for Grant { scope, right } in &place.grants {
        by_scope.entry(*scope).or_default().push(product_right(*right, words));
    }
    let line = |(it, rights): (Scope, Vec<&str>)| {
        texts.right_on(&rights.join(", "), &scope(it, names, words))
    };
    let mut products: Vec<String> = by_scope.into_iter().map(line).collect();
    if products.is_empty() {
        products.push(texts.none().to_owned());
    }
    products
}

fn teams(place: &Place, names: &Names, words: Words) -> String {
    listed(place.teams.iter().map(|it| names.team(*it)), words)
}

fn money(rights: &BTreeSet<MoneyRight>, words: Words) -> String {
    listed(rights.iter().map(|it| money_right(*it, words).to_owned()), words)
}

fn listed(parts: impl Iterator<Item = String>, words: Words) -> String {
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() { words.people().none().to_owned() } else { parts.join(", ") }
}

pub(in crate::api) fn money_right(right: MoneyRight, words: Words) -> &'static str {
    let texts = words.people();
    match right {
        MoneyRight::SeeInvoices => texts.money_see_invoices(),
        MoneyRight::Pay => texts.money_pay(),
        MoneyRight::Order => texts.money_order(),
        MoneyRight::ManageAddresses => texts.money_manage_addresses(),
    }
}

pub(in crate::api) fn product_right(right: ProductRight, words: Words) -> &'static str {
    match right {
        ProductRight::Technical => words.people().right_technical(),
        ProductRight::Statistics => words.people().right_statistics(),
    }
}

/// A product as it is listed: several may have the same name.
pub(in crate::api) fn product_of_kind(name: &str, kind: &str) -> String {
    format!("{name} ({kind})")
}

fn kind_name(kind: KindId, names: &Names) -> String {
    names.kinds.get(&kind).cloned().unwrap_or_else(|| kind.to_string())
}

fn scope(scope: Scope, names: &Names, words: Words) -> String {
    match scope {
        Scope::Kind(kind) => words.people().all_of_kind(&kind_name(kind, names)),
        Scope::Product(it) => product(it, names, words),
    }
}

/// A product, by name if that is known.
pub(in crate::api) fn product(it: ProductRef, names: &Names, words: Words) -> String {
    let name = names.products.get(&it.id).map_or(words.people().one_product(), String::as_str);
    product_of_kind(name, &kind_name(it.kind, names))
}

/// What is given and taken, field by field.
pub(in crate::api) fn changes(found: &ChangePreview, words: Words) -> Vec<Change> {
    let texts = words.people();
    let values = |it: &Place| {
        let [technical, statistics] = scopes(it, &found.names, words);
        [
            (texts.role(), format::role(it.role, words).to_owned()),
            (texts.money(), money(&it.money, words)),
            technical,
            statistics,
            (texts.teams(), teams(it, &found.names, words)),
        ]
    };
    differing(values(&found.before), values(&found.after))
}

/// The same for rights on products alone.
pub(in crate::api) fn grant_changes(
    before: &Place,
    after: &Place,
    names: &Names,
    words: Words,
) -> Vec<Change> {
    let [before, after] = [before, after].map(|it| scopes(it, names, words));
    differing(before, after)
}

/// What each right on products is on.
fn scopes(place: &Place, names: &Names, words: Words) -> [(&'static str, String); 2] {
    [ProductRight::Technical, ProductRight::Statistics].map(|right| {
        let granted = place.grants.iter().filter(|it| it.right == right);
        let scopes = granted.map(|it| scope(it.scope, names, words));
        (product_right(right, words), listed(scopes, words))
    })
}

fn differing<const N: usize>(
    before: [(&'static str, String); N],
    after: [(&'static str, String); N],
) -> Vec<Change> {
    let pairs = before.into_iter().zip(after);
    pairs
        .filter(|((_, before), (_, after))| before != after)
        .map(|((field, before), (_, after))| Change {
            field: field.to_owned(),
            before: Some(before),
            after,
        })
        .collect()
}

/// What somebody can do and somebody else cannot, one line each.
pub(in crate::api) fn difference(it: &Difference, names: &Names, words: Words) -> Vec<String> {
    let texts = words.people();
    let abilities = it.abilities.iter().map(|it| ability(*it, words).to_owned());
    let money = it.money.iter().map(|it| money_right(*it, words).to_owned());
    let products =
        [(&it.technical, texts.right_technical()), (&it.statistics, texts.right_statistics())];
    let products = products
        .into_iter()
        .filter(|(part, _)| !part.is_empty())
        .map(|(part, right)| texts.right_on(&self::part(part, names, words), right));
    abilities.chain(money).chain(products).collect()
}

fn ability(ability: Ability, words: Words) -> &'static str {
    let texts = words.people();
    match ability {
        Ability::SeeMembers => texts.can_see_members(),
        Ability::SeeDetails => texts.can_see_details(),
        Ability::ChangeDetails => texts.can_change_details(),
        Ability::SeeActivity => texts.can_see_activity(),
        Ability::ManagePeople => texts.can_manage_people(),
        Ability::AppointRepresentatives => texts.can_appoint_representatives(),
        Ability::CloseOrganization => texts.can_close_organization(),
    }
}

fn part(part: &Part, names: &Names, words: Words) -> String {
    let whole = reach(&part.whole, names, words);
    if part.but.is_empty() {
        return whole;
    }
    words.people().all_but(&reach(&part.but, names, words), &whole)
}

fn reach(reach: &Reach, names: &Names, words: Words) -> String {
    if reach.everything {
        return words.people().all_products().to_owned();
    }
    let kinds = reach.kinds.iter().map(|it| Scope::Kind(*it));
    let products = reach.products.iter().map(|it| Scope::Product(*it));
    listed(kinds.chain(products).map(|it| scope(it, names, words)), words)
}
